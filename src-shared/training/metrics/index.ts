import { accuracy } from './accuracy';
import { balancedAccuracy } from './balancedAccuracy';
import { loss } from './loss';
import { macroF1 } from './macroF1';
import { meanAbsoluteError } from './meanAbsoluteError';
import { r2 } from './r2';
import { topThreeAccuracy } from './topThreeAccuracy';

/**
 * Every metric, in the order of lists: the loss first, then what is most telling of a task. A new metric is its file and
 * its line here.
 */
export const metricCatalogue = [
  loss,
  accuracy,
  balancedAccuracy,
  macroF1,
  topThreeAccuracy,
  r2,
  meanAbsoluteError,
] as const;

export type MetricKind = (typeof metricCatalogue)[number]['kind'];

/** One value a metric; absent: not measured, null: not defined for such targets. */
export type MetricValues = Readonly<Partial<Record<MetricKind, number | null>>>;
