import { AppError } from '../errors';
import { suggestName } from '../catalogue/spelling';
import { capitalized } from '../format';
import { metricCatalogue, type MetricKind } from '../training/metrics';
import { metricInWords } from '../training/metrics/words';

/** The home of what a metric of a run is called: wherever one is named, written or read, it is done here. */

export const splits = ['training', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/**
 * When it was measured: last, or with the weights of the best epoch. The test split is measured with those alone and
 * has no other figures.
 */
export type MetricMoment = 'last' | 'best';

/** One figure of a run. */
export interface MetricName {
  readonly metric: MetricKind;
  readonly split: Split;
  readonly moment: MetricMoment;
}

/** As a field of JSON: `validationAccuracy`, `bestValidationAccuracy`. */
export type MetricField = `${Split}${Capitalize<MetricKind>}` | `bestValidation${Capitalize<MetricKind>}`;

export function metricField(split: Split, metric: MetricKind): `${Split}${Capitalize<MetricKind>}` {
  return `${split}${capitalized(metric)}`;
}

export function bestField(metric: MetricKind): `bestValidation${Capitalize<MetricKind>}` {
  return `bestValidation${capitalized(metric)}`;
}

/** Every figure that a run can have, by metric, training first. */
export const metricNames: readonly (MetricName & { readonly field: MetricField })[] = metricCatalogue.flatMap(
  ({ kind: metric }) => [
    ...splits.map((split) => ({ metric, split, moment: 'last' as const, field: metricField(split, metric) })),
    { metric, split: 'validation' as const, moment: 'best' as const, field: bestField(metric) },
  ],
);

/** As one writes it: `validation.accuracy`, `best.validation.accuracy`. */
export function metricPath({ metric, split, moment }: MetricName): string {
  return [...(moment === 'best' ? ['best'] : []), split, metric].join('.');
}

/** Under every name that is understood. */
const byName = new Map(
  metricNames.flatMap((name) => [
    [metricPath(name), name] as const,
    [name.field, name] as const,
    ...(name.moment === 'best' ? [[`best.${metricField(name.split, name.metric)}`, name] as const] : []),
  ]),
);

/**
 * Reads a metric's name: `validation.accuracy`, `best.validation.accuracy`, or as JSON has it, `validationAccuracy`,
 * `bestValidationAccuracy`, `best.validationAccuracy`.
 * @throws AppError `badArgument`
 */
export function parseMetricName(text: string): MetricName & { readonly field: MetricField } {
  const name = byName.get(text);
  if (name !== undefined) return name;
  throw new AppError('badArgument', `There is no metric "${text}"`, {
    where: text,
    remedy: suggestName(text, metricNames.map(metricPath)),
  });
}

/**
 * "validation accuracy", "validation accuracy of the best weights": those are best by what a run goes by, mostly the loss, and
 * another metric may have been better later.
 */
export function describeMetric({ metric, split, moment }: MetricName): string {
  const words = `${split} ${metricInWords(metric)}`;
  return moment === 'best' ? `${words} of the best weights` : words;
}

/**
 * The weights that a figure is of. One of the training split is the mean over an epoch's batches, while the weights changed:
 * the last ones come nearest to it.
 */
export function figureWeights({ split, moment }: MetricName): 'best' | 'last' {
  return split === 'test' || moment === 'best' ? 'best' : 'last';
}

/** The most telling figure on validation besides the loss; null where there is none. */
export function headlineMetric(
  metrics: Readonly<Partial<Record<MetricField, number | null>>>,
): (MetricName & { readonly value: number }) | null {
  for (const { metric, split, moment, field } of metricNames) {
    const value = metrics[field] ?? null;
    if (metric !== 'loss' && split === 'validation' && moment === 'last' && value !== null)
      return { metric, split, moment, value };
  }
  return null;
}
