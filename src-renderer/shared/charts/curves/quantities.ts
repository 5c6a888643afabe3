import { metricCatalogue, type MetricKind } from '@shared/training/metrics';
import { findMetric, metricInWords } from '@shared/training/metrics/words';

/** What a chart of curves can show: a metric, or what else is followed of each step. */
export interface Quantity {
  /** Name of its series. */
  readonly name: string;
  readonly title: string;
  /** On the axis. */
  readonly axis: string;
  /** Values as a percentage. */
  readonly percent: boolean;
  /** Null for what is no metric: nothing is good or bad about it. */
  readonly metric: MetricKind | null;
}

const followed: readonly Quantity[] = [
  { name: 'gradientNorm', title: 'Gradient norm', axis: 'gradient norm', percent: false, metric: null },
  { name: 'learningRate', title: 'Learning rate', axis: 'learning rate', percent: false, metric: null },
];

/** Every metric but the loss, which has a chart of its own, and what else is followed. */
const quantities: readonly Quantity[] = [
  ...metricCatalogue
    .filter(({ kind }) => kind !== 'loss')
    .map(({ kind, title, format }) => ({
      name: kind,
      title,
      axis: metricInWords(kind),
      percent: format === 'share',
      metric: kind,
    })),
  ...followed,
];

/** Those of which there are curves. */
export function quantitiesWith(hasSeries: (name: string) => boolean): Quantity[] {
  return quantities.filter(({ name }) => hasSeries(name));
}

/** The wanted quantity where there are curves of it; in a metric's place the most telling one that there is. */
export function chosenQuantity(wanted: string, offered: readonly Quantity[]): Quantity | null {
  const isMetric = findMetric(wanted) !== undefined;
  return offered.find(({ name }) => name === wanted) ?? (isMetric ? (offered[0] ?? null) : null);
}
