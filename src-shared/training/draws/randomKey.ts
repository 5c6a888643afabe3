/**
 * The key of a random draw: what a run's numbers follow from, and nothing else does.
 *
 * A draw is TensorFlow's `StatelessRandomUniform` or `StatelessRandomNormal` (attributes `dtype` float32, `T` and
 * `Tseed` int32) with the seed pair `[randomKey(seed, stream), step]`, `step` counting the run's steps from 0.
 * The same (seed, step, stream) gives the same numbers wherever TensorFlow's kernel draws them: in the compiled
 * step, in the eager reference, and again after a resume.
 *
 * Streams of layers are their places in topological order (0, 1, …); those of augmentations are negative and stand with them.
 */
export function randomKey(seed: number, stream: number): number {
  // An odd multiplier permutes the 32-bit integers, so that no two streams of a seed share a key.
  return (seed ^ Math.imul(stream, 0x9e3779b1)) | 0;
}
