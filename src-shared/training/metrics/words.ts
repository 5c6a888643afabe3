import { formatNumber, formatShare } from '../../format';
import type { MetricDefinition } from '../metric';
import { metricCatalogue, type MetricKind } from './index';

const byKind = new Map<string, MetricDefinition<MetricKind>>(
  metricCatalogue.map((each) => [each.kind, each]),
);

/** The definition of a metric by its kind; undefined for what is followed but no metric, as the gradient's norm. */
export function findMetric(kind: string): MetricDefinition<MetricKind> | undefined {
  return byKind.get(kind);
}

export function metricOf(kind: MetricKind): MetricDefinition<MetricKind> {
  const metric = byKind.get(kind);
  if (metric === undefined) throw new Error(`there is no metric ${kind}`);
  return metric;
}

/** Inside a sentence: "macro F1", "R²". */
export function metricInWords(kind: MetricKind): string {
  const { title } = metricOf(kind);
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

const many = { classes: 1000 };

/** What the net behind a metric's baseline does, which does not look at its input. */
export function baselineAnswer(kind: MetricKind): string {
  const metric = metricOf(kind);
  if (!metric.measures({ task: 'classification', ...many })) return 'always the mean';
  if (!metric.measures({ task: 'regression', ...many })) return 'always the commonest class';
  return 'the best constant answer';
}

/** A metric's value as tables show it. */
export function formatMetric(kind: MetricKind, value: number | null | undefined): string {
  return metricOf(kind).format === 'share' ? formatShare(value) : formatNumber(value);
}
