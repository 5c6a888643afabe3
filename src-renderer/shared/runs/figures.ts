import { bestField, metricField, splits, type MetricField } from '@shared/runs/metricNames';
import type { Baseline, RunMetrics, Split } from '@shared/runs/run';
import { metricCatalogue, type MetricKind } from '@shared/training/metrics';
import { baselineAnswer, formatMetric, metricOf } from '@shared/training/metrics/words';

/** What of a run figures are told from. */
export interface Measured {
  readonly metrics: RunMetrics;
  readonly baseline: Baseline;
}

/** The sets of figures that tables tell of a run, in their order. */
export const figureSets = [
  {
    of: 'training',
    help: 'Mean over the training examples of the epoch, so far where it is under way',
    split: 'training',
  },
  { of: 'validation', help: 'After the last epoch', split: 'validation' },
  { of: 'best validation', help: 'After the best epoch', split: 'validation' },
  { of: 'test', help: 'With the weights of the best epoch', split: 'test' },
] as const satisfies readonly { readonly of: string; readonly help: string; readonly split: Split }[];

export type FigureSet = (typeof figureSets)[number];

export function fieldOf(of: FigureSet['of'], metric: MetricKind): MetricField {
  return of === 'best validation' ? bestField(metric) : metricField(of, metric);
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

export function baselineOf({ baseline }: Measured, split: Split, metric: MetricKind): number | null {
  return baseline[metricField(split, metric)] ?? null;
}

/** The baseline to draw beside a metric's curves: of validation, else of training. */
export function baselineOfCurves(run: Measured, metric: MetricKind): number | null {
  return baselineOf(run, 'validation', metric) ?? baselineOf(run, 'training', metric);
}

/** "always the commonest class: 97.7 %"; null where it is not known. */
export function describeBaseline(run: Measured, split: Split, metric: MetricKind): string | null {
  const value = baselineOf(run, split, metric);
  return value === null ? null : `${baselineAnswer(metric)}: ${formatMetric(metric, value)}`;
}

/** Whether a figure is one that could be had without looking at the input. */
export function isNoBetterThanBaseline(run: Measured, split: Split, metric: MetricKind): boolean {
  const value = run.metrics[metricField(split, metric)];
  const baseline = baselineOf(run, split, metric);
  if (value === null || baseline === null) return false;
  return metricOf(metric).better === 'higher' ? value <= baseline : value >= baseline;
}

/** The splits whose curves grow while a run trains. */
export const curveSplits: readonly Split[] = splits.filter((split) => split !== 'test');
