import type { Ops } from '../ops/ops';
import type { LossInputs } from './loss';
import type { LearntTask, SplitTargets, TargetKind } from './splitTargets';

/** What metrics see of a batch. */
export interface MetricInputs<T> extends LossInputs<T> {
  /** The loss of each example, float32 [batch]. */
  readonly losses: T;
  /** The class that the network answers, int32 [batch]; null for regression. */
  readonly answer: T | null;
}

/** Numbers of each example whose sums over a split are all that a metric needs to know of the network's outputs. */
export interface Statistic {
  /** How many numbers an example has. */
  size(targets: TargetKind): number;
  /** float32 [batch] where the size is 1, or [batch, size]. */
  perExample<T>(ops: Ops<T>, inputs: MetricInputs<T>): T;
}

/** How good outputs are, in one number. One file defines it; the catalogue lists it. */
export interface MetricDefinition<Kind extends string = string> {
  readonly kind: Kind;
  /** As a heading. */
  readonly title: string;
  /** What it says, in a teacher's words. */
  readonly summary: string;
  /** `share`: from 0 to 1, written in percent. */
  readonly format: 'share' | 'number';
  readonly better: 'lower' | 'higher';
  /** Whether a run with such targets reports it. */
  measures(task: LearntTask): boolean;
  /**
   * Whether it is also told of each training step and, as their mean, of an epoch's examples: for metrics that are the
   * mean of a single number of each example, and cost a step next to nothing.
   */
  readonly everyStep: boolean;
  /** Whether it is the mean of a single number of each example, so that two nets can be compared example by example. */
  readonly isMean?: boolean;
  /** What is summed over a split. Metrics that share a statistic have it summed once. */
  readonly statistics: readonly Statistic[];
  /**
   * @param sums of each statistic over the split, in their order
   * @param targets of the same split
   * @returns null where it is not defined for such targets, as R² where they are all alike
   */
  finish(sums: readonly Float64Array[], targets: SplitTargets): number | null;
}

export function defineMetric<Kind extends string>(
  definition: MetricDefinition<Kind>,
): MetricDefinition<Kind> {
  return definition;
}

/** What of a metric that is the mean of a single number of each example is not the same for all of them. */
interface MeanMetric<Kind extends string> extends Omit<MetricDefinition<Kind>, 'statistics' | 'finish'> {
  /** float32 [batch]. */
  perExample<T>(ops: Ops<T>, inputs: MetricInputs<T>): T;
}

/** A metric that is the mean of a single number of each example. */
export function defineMeanMetric<Kind extends string>({
  perExample,
  ...definition
}: MeanMetric<Kind>): MetricDefinition<Kind> {
  return {
    ...definition,
    isMean: true,
    statistics: [{ size: () => 1, perExample }],
    finish: ([sum], { examples }) => (examples === 0 ? null : (sum?.[0] ?? NaN) / examples),
  };
}
