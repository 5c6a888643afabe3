import { metricField, splits } from '@shared/runs/metricNames';
import type { Baseline, Baselines, Naive, Split } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import {
  finishMetrics,
  metricInputs,
  metricsFor,
  statisticsOf,
  statisticsWidth,
} from '@shared/training/metrics/measuring';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { SplitTargets } from '@shared/training/splitTargets';
import { EagerOps } from '../../eager/ops/eagerOps';
import { bestBackend, scoped, type Backend } from '../../eager/tensorflow';
import type { TrainingData } from '../../session/session';

/** Targets that are judged together. */
const rowsAtOnce = 1024;

export interface BaselineRequest {
  readonly data: TrainingData;
  readonly training: ResolvedTraining;
  /** Numbers that the network gives for an example. */
  readonly outputs: number;
  readonly targets: Readonly<Record<Split, SplitTargets>>;
}

/** What is answered to some examples, one after another. @param rows class indices or, for regression, indices of examples */
type Answer = (rows: Int32Array) => Float32Array;

/**
 * What a network would score that does not look at its input: the metrics of outputs that are the same for each example,
 * those that the loss thinks best for the training split. Of a series in time also what its naive forecasts would.
 */
export function baselinesOf(request: BaselineRequest): Baselines {
  const output = constantOutput(request);
  const constant: Answer = (rows) =>
    Float32Array.from({ length: rows.length * output.length }, (_, at) => output[at % output.length] ?? 0);
  return { baseline: figuresOf(request, constant), naive: naiveOf(request) };
}

/** The last value is that of a season of one row. */
function naiveOf(request: BaselineRequest): Naive {
  const { windows } = request.data;
  if (windows === undefined) return {};
  const figures = (season: number) => figuresOf(request, (rows) => seasonBefore(request.data, rows, season));
  return {
    lastValue: figures(1),
    ...(windows.season !== null && { seasonal: figures(windows.season) }),
  };
}

/** The values of a season before those that are to be predicted: the last season of each window, again and again. */
function seasonBefore(
  { inputs, inputShape, windows }: TrainingData,
  rows: Int32Array,
  season: number,
): Float32Array {
  if (windows === undefined) throw new Error('seasons are of windows');
  const { steps, horizon, target } = windows;
  const width = inputShape.at(-1) ?? 1;
  return Float32Array.from({ length: rows.length * horizon }, (_, at) => {
    const example = rows[Math.floor(at / horizon)] ?? 0;
    const step = steps - season + ((at % horizon) % season);
    return inputs[(example * steps + step) * width + target] ?? NaN;
  });
}

function figuresOf(request: BaselineRequest, answer: Answer): Baseline {
  const baseline: Baseline = {};
  for (const split of splits) {
    if (request.targets[split].examples === 0) continue;
    const values = finishMetrics(request.data, sumsOf(request, split, answer), request.targets[split]);
    for (const { kind, everyStep } of metricsFor(request.data)) {
      const value = values[kind as MetricKind];
      const isReported = split !== 'training' || everyStep;
      if (isReported && Number.isFinite(value)) baseline[metricField(split, kind)] = value ?? NaN;
    }
  }
  return baseline;
}

/** A row of outputs. */
function constantOutput({ data, training, outputs, targets }: BaselineRequest): readonly number[] {
  const { definition, parameters } = training.loss;
  const { classCounts, means, examples } = targets.training;
  const shares = classCounts.map((count) => count / examples);
  const targetMeans = data.task === 'regression' ? means : outputs === 1 ? shares.slice(1) : shares;
  return definition.constantOutput?.(targetMeans, parameters) ?? targetMeans;
}

/** Sums of the metrics' statistics over a split, side by side. */
function sumsOf(request: BaselineRequest, split: Split, answer: Answer): Float64Array {
  const { data, targets } = request;
  const backend = bestBackend();
  const sums = new Float64Array(statisticsWidth(data));
  // Examples of one class are judged alike.
  const isClassification = data.task === 'classification';
  const rows = isClassification
    ? Int32Array.from({ length: data.classes }, (_, label) => label)
    : data.splits[split];
  for (let begin = 0; begin < rows.length; begin += rowsAtOnce) {
    const part = rows.subarray(begin, begin + rowsAtOnce);
    const table = statisticsOfAnswers(backend, request, part, answer);
    table.forEach((values, row) => {
      const weight = isClassification ? (targets[split].classCounts[begin + row] ?? 0) : 1;
      if (weight === 0) return;
      values.forEach((value, place) => (sums[place] = (sums[place] ?? 0) + weight * value));
    });
  }
  return sums;
}

/** @param rows class indices or, for regression, indices of examples. @returns a row of numbers for each */
function statisticsOfAnswers(
  backend: Backend,
  { data, training, outputs: width }: BaselineRequest,
  rows: Int32Array,
  answer: Answer,
): readonly Float32Array[] {
  const { tf } = backend;
  const { task, classes, targetSize, targets } = data;
  return scoped(tf, () => {
    const ops = new EagerOps(backend, { seed: training.config.seed, step: 0 });
    const valuesOf = (index: number) => [...targets.subarray(index * targetSize, (index + 1) * targetSize)];
    const target =
      task === 'classification'
        ? tf.tensor1d(rows, 'int32')
        : tf.tensor2d(Array.from(rows, valuesOf), [rows.length, targetSize], 'float32');
    const outputs = tf.tensor2d(answer(rows), [rows.length, width]);
    const judged = metricInputs(ops, training.loss, { output: outputs, target, task, classes });
    const columns = statisticsOf(ops, data, judged).map((values) => tf.reshape(values, [rows.length, -1]));
    const table = tf.concat(columns, 1);
    const [, across = 0] = table.shape;
    const values = table.dataSync<'float32'>();
    return Array.from(rows, (_, row) => values.slice(row * across, (row + 1) * across));
  });
}
