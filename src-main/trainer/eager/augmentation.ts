import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { TrainingConfig } from '@shared/training/config';
import { sessionStreams } from '../session/randomKey';
import type { EagerOps } from './ops/eagerOps';
import type { TensorFlow } from './tensorflow';

/** Random changes to a batch of scaled images, drawn anew for each example and step; other inputs stay as they are. */
export function augment(
  tf: TensorFlow,
  ops: EagerOps,
  input: Tensor,
  augmentation: TrainingConfig['augmentation'],
): Tensor {
  if (augmentation === undefined || input.rank !== 4) return input;
  const images = input as Tensor4D;
  const flipped = augmentation.flipHorizontally ? flipHalf(tf, ops, images) : images;
  return augmentation.shift === 0 ? flipped : shift(tf, ops, flipped, augmentation.shift);
}

/** One number in [0, 1) for each image. */
function drawEach(ops: EagerOps, images: Tensor4D, stream: number): Tensor4D {
  return ops.randomUniform(images, { stream }, [1, 2, 3]) as Tensor4D;
}

/** Mirrors each image left to right with probability ½. */
function flipHalf(tf: TensorFlow, ops: EagerOps, images: Tensor4D): Tensor4D {
  const mirrored = tf.less(drawEach(ops, images, sessionStreams.flip), 0.5);
  return tf.where(mirrored, tf.reverse(images, [2]), images) as Tensor4D;
}

/** Moves each image by up to `pixels` each way; what comes in from outside is 0, after scaling. */
function shift(tf: TensorFlow, ops: EagerOps, images: Tensor4D, pixels: number): Tensor4D {
  const [examples, height, width, channels] = images.shape;
  const around: [number, number] = [pixels, pixels];
  const padded = tf.pad(images, [[0, 0], around, around, [0, 0]]);
  const starts = (stream: number) =>
    drawEach(ops, images, stream)
      .dataSync<'float32'>()
      .map((random) => Math.floor(random * (2 * pixels + 1)));
  const rows = starts(sessionStreams.verticalShift);
  const columns = starts(sessionStreams.horizontalShift);
  const moved = Array.from({ length: examples }, (_, example) =>
    tf.slice(padded, [example, rows[example] ?? 0, columns[example] ?? 0, 0], [1, height, width, channels]),
  );
  return tf.concat(moved, 0);
}
