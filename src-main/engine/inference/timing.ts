import { runModel } from './models';

/** Runs before the clock counts: the first make room for what lies between the layers. */
const warmUps = 3;

/**
 * Milliseconds that a model takes for some examples at once, in the mean of the runs that fit into a time, at least one.
 * What it is asked and answers stays in this process.
 * @throws AppError `badModel` where the model does not take them
 */
export async function timeModel(
  path: string,
  inputs: Float32Array,
  shape: readonly number[],
  milliseconds: number,
): Promise<number> {
  const limit = performance.now() + milliseconds;
  for (let warm = 0; warm < warmUps && performance.now() < limit; warm++) await runModel(path, inputs, shape);
  const started = performance.now();
  for (let runs = 1; ; runs++) {
    await runModel(path, inputs, shape);
    const now = performance.now();
    if (now >= limit) return (now - started) / runs;
  }
}
