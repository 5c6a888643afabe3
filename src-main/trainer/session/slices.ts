import type { Split } from '@shared/runs/run';
import type { MetricValues } from '@shared/training/metrics';
import { finishMetrics, statisticsWidth } from '@shared/training/metrics/measuring';
import type { SplitTargets } from '@shared/training/splitTargets';
import type { Pace } from '../run/pacing/pace';
import { evaluationBatch, type TrainingData, type TrainingSession } from './session';

/** Work done slice by slice: whoever drives it may do other things wherever it yields. */
export type Slices<Result> = Generator<undefined, Result, undefined>;

/** Examples whose outputs are computed together, where they are computed slice by slice. */
const predictionPiece = 128;

/** Does all slices at once. */
export function finish<Result>(slices: Slices<Result>): Result {
  for (;;) {
    const { done, value } = slices.next();
    if (done) return value;
  }
}

/**
 * The metrics of a whole split, without dropout and with moving statistics. Each batch is summed by itself and the sums
 * in their order, so that the metrics do not depend on the slices, which the clock decides.
 */
export function* evaluate(
  session: TrainingSession,
  data: TrainingData,
  split: Split,
  targets: SplitTargets,
  pace: Pace,
): Slices<MetricValues> {
  const totals = new Float64Array(statisticsWidth(data));
  yield* paced(Math.ceil(targets.examples / evaluationBatch), pace, (first, count) => {
    session.evaluate(split, first, count).forEach((sum, place) => {
      totals[place % totals.length] = (totals[place % totals.length] ?? 0) + sum;
    });
  });
  return finishMetrics(data, totals, targets);
}

/** The last layer's outputs, row-major [examples × outputs], for examples of the data set by index. */
export function predictExamples(
  session: TrainingSession,
  indices: Int32Array,
  outputs: number,
  pace: Pace,
): Slices<Float32Array> {
  return predict(indices.length, outputs, pace, (begin, end) =>
    session.predictExamples(indices.subarray(begin, end)),
  );
}

/** The same for raw inputs as a data set would store them, row-major [examples × size]. */
export function predictInputs(
  session: TrainingSession,
  inputs: Float32Array,
  examples: number,
  outputs: number,
  pace: Pace,
): Slices<Float32Array> {
  const size = inputs.length / examples;
  return predict(examples, outputs, pace, (begin, end) =>
    session.predictInputs(inputs.subarray(begin * size, end * size), end - begin),
  );
}

function* predict(
  examples: number,
  outputs: number,
  pace: Pace,
  outputsOf: (begin: number, end: number) => Float32Array,
): Slices<Float32Array> {
  const all = new Float32Array(examples * outputs);
  yield* paced(Math.ceil(examples / predictionPiece), pace, (first, count) => {
    const begin = first * predictionPiece;
    all.set(outputsOf(begin, Math.min(begin + count * predictionPiece, examples)), begin * outputs);
  });
  return all;
}

/** Does so many pieces in calls of the pace's length, and yields between two calls. */
function* paced(pieces: number, pace: Pace, call: (first: number, count: number) => void): Slices<void> {
  let first = 0;
  while (first < pieces) {
    if (first > 0) yield;
    const count = pace.piecesOf(pieces - first);
    const from = performance.now();
    call(first, count);
    pace.done(count, performance.now() - from);
    first += count;
  }
}
