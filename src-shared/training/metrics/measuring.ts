import type { Ops } from '../../ops/ops';
import type { LossInputs } from '../loss';
import { answeredClass } from '../losses/targets';
import type { MetricDefinition, MetricInputs, Statistic } from '../metric';
import type { ResolvedTraining } from '../resolve';
import type { LearntTask, SplitTargets, TargetKind } from '../splitTargets';
import { metricCatalogue, type MetricKind, type MetricValues } from './index';

type Metric = MetricDefinition<MetricKind>;

/** The metrics that a run with such a task reports, in the catalogue's order. */
export function metricsFor(task: LearntTask): readonly Metric[] {
  return metricCatalogue.filter((metric: Metric) => metric.measures(task));
}

/** Those that are told of each training step, besides the loss, which every step has. */
export function stepMetricsFor(targets: TargetKind): readonly Metric[] {
  return metricsFor(targets).filter(({ kind, everyStep }) => everyStep && kind !== 'loss');
}

/** What metrics look at: the outputs judged by the loss, and the class they answer. */
export function metricInputs<T>(
  ops: Ops<T>,
  { definition, parameters }: ResolvedTraining['loss'],
  inputs: LossInputs<T>,
): MetricInputs<T> {
  const isClassification = inputs.task === 'classification';
  return {
    ...inputs,
    losses: definition.perExample(ops, inputs, parameters),
    answer: isClassification ? answeredClass(ops, inputs.output, definition.threshold) : null,
  };
}

/** The value of a metric of every step for each example, float32 [batch]. */
export function stepValues<T>(ops: Ops<T>, { kind, statistics }: Metric, inputs: MetricInputs<T>): T {
  const [statistic] = statistics;
  if (statistic === undefined) throw new Error(`the metric ${kind} has no statistic`);
  return statistic.perExample(ops, inputs);
}

/** What is summed over a split for all its metrics, each once. */
function statisticsFor(targets: TargetKind): readonly Statistic[] {
  return [...new Set(metricsFor(targets).flatMap(({ statistics }) => statistics))];
}

/** How many numbers are summed over a split. */
export function statisticsWidth(targets: TargetKind): number {
  return statisticsFor(targets).reduce((sum, statistic) => sum + statistic.size(targets), 0);
}

/** The statistics of a batch, each float32 [batch] or [batch, size]; side by side they have {@link statisticsWidth}. */
export function statisticsOf<T>(ops: Ops<T>, targets: TargetKind, inputs: MetricInputs<T>): readonly T[] {
  return statisticsFor(targets).map((statistic) => statistic.perExample(ops, inputs));
}

/**
 * The metrics of a split.
 * @param sums of its statistics, side by side
 */
export function finishMetrics(targets: TargetKind, sums: Float64Array, split: SplitTargets): MetricValues {
  const places = new Map<Statistic, Float64Array>();
  let begin = 0;
  for (const statistic of statisticsFor(targets)) {
    const end = begin + statistic.size(targets);
    places.set(statistic, sums.subarray(begin, end));
    begin = end;
  }
  return Object.fromEntries(
    metricsFor(targets).map(({ kind, statistics, finish }) => [
      kind,
      finish(
        statistics.map((statistic) => places.get(statistic) ?? new Float64Array()),
        split,
      ),
    ]),
  );
}
