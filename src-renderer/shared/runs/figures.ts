import { heldAgainst, strongestBaseline, type HeldAgainst } from '@shared/runs/baselines';
import { bestField, metricField, splits, type MetricField } from '@shared/runs/metricNames';
import type { Baselines, RunMetrics, Split } from '@shared/runs/run';
import { metricCatalogue, type MetricKind } from '@shared/training/metrics';
import { formatMetric, metricOf } from '@shared/training/metrics/words';

/** What of a run figures are told from. */
export interface Measured extends Baselines {
  readonly metrics: RunMetrics;
}

/** The sets of figures that tables tell of a run, in their order. */
export const figureSets = [
  {
    of: 'training',
    help: 'Mean over the training examples of the epoch, so far where it is under way',
    split: 'training',
  },
  { of: 'validation', help: 'After the last epoch', split: 'validation' },
  { of: 'best weights', help: 'On validation, after the best epoch', split: 'validation' },
  { of: 'test', help: 'With the weights of the best epoch', split: 'test' },
] as const satisfies readonly { readonly of: string; readonly help: string; readonly split: Split }[];

export type FigureSet = (typeof figureSets)[number];

export function fieldOf(of: FigureSet['of'], metric: MetricKind): MetricField {
  return of === 'best weights' ? bestField(metric) : metricField(of, metric);
}

/** The metrics that any of the runs has measured, in the catalogue's order. */
export function measuredMetrics(runs: readonly Measured[]): MetricKind[] {
  return metricCatalogue
    .map(({ kind }) => kind)
    .filter((kind) =>
      runs.some(({ metrics }) => figureSets.some(({ of }) => metrics[fieldOf(of, kind)] !== null)),
    );
}

/** The sets of figures of which a run has any. */
export function measuredSets({ metrics }: Measured): FigureSet[] {
  return figureSets.filter(({ of }) =>
    metricCatalogue.some(({ kind }) => metrics[fieldOf(of, kind)] !== null),
  );
}

/** The split whose baselines are drawn beside a metric's curves: validation, else training. */
export const splitOfCurves = (run: Measured, metric: MetricKind): Split =>
  heldAgainst(run, 'validation', metric).length > 0 ? 'validation' : 'training';

/** The baseline to draw beside a metric's curves: the one that is hardest to beat. */
export const baselineOfCurves = (run: Measured, metric: MetricKind): HeldAgainst | null =>
  strongestBaseline(run, splitOfCurves(run, metric), metric);

/** "always the commonest class: 97.7 %"; null where it is not known. */
export function describeBaseline(run: Measured, split: Split, metric: MetricKind): string | null {
  const baseline = strongestBaseline(run, split, metric);
  return baseline && `${baseline.answer}: ${formatMetric(metric, baseline.value)}`;
}

/** Whether a figure is one that could be had without any net. */
export function isNoBetterThanBaseline(run: Measured, split: Split, metric: MetricKind): boolean {
  const value = run.metrics[metricField(split, metric)];
  const baseline = strongestBaseline(run, split, metric);
  if (value === null || baseline === null) return false;
  return metricOf(metric).better === 'higher' ? value <= baseline.value : value >= baseline.value;
}

/** The splits whose curves grow while a run trains. */
export const curveSplits: readonly Split[] = splits.filter((split) => split !== 'test');
