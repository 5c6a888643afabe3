import { metricField, splits } from '@shared/runs/metricNames';
import type { Baseline, Split } from '@shared/runs/run';
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

/**
 * What a network would score that does not look at its input: the metrics of outputs that are the same for each example,
 * those that the loss thinks best for the training split.
 */
export function baselineOf(request: BaselineRequest): Baseline {
  const output = constantOutput(request);
  const baseline: Baseline = {};
  for (const split of splits) {
    if (request.targets[split].examples === 0) continue;
    const values = finishMetrics(request.data, sumsOf(request, split, output), request.targets[split]);
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
function sumsOf(request: BaselineRequest, split: Split, output: readonly number[]): Float64Array {
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
    const table = statisticsOfConstant(backend, request, part, output);
    table.forEach((values, row) => {
      const weight = isClassification ? (targets[split].classCounts[begin + row] ?? 0) : 1;
      if (weight === 0) return;
      values.forEach((value, place) => (sums[place] = (sums[place] ?? 0) + weight * value));
    });
  }
  return sums;
}

/** @param rows class indices or, for regression, indices of examples. @returns a row of numbers for each */
function statisticsOfConstant(
  backend: Backend,
  { data, training }: BaselineRequest,
  rows: Int32Array,
  output: readonly number[],
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
    const outputs = tf.tile(tf.tensor2d([...output], [1, output.length]), [rows.length, 1]);
    const judged = metricInputs(ops, training.loss, { output: outputs, target, task, classes });
    const columns = statisticsOf(ops, data, judged).map((values) => tf.reshape(values, [rows.length, -1]));
    const table = tf.concat(columns, 1);
    const [, width = 0] = table.shape;
    const values = table.dataSync<'float32'>();
    return Array.from(rows, (_, row) => values.slice(row * width, (row + 1) * width));
  });
}
