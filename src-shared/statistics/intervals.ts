import { Random } from '../random';
import { deviation, mean, quantile } from './describe';
import { normalBound, tBound } from './distributions';

/** From the least to the greatest value that the data let stand. */
export type Interval = readonly [low: number, high: number];

/** How sure intervals are, and the risk that tests bear of seeing a difference where there is none. */
export const confidence = 0.95;
export const risk = 0.05;

/**
 * How much values over the folds of a cross-validation depend on each other, since their nets were trained on mostly the
 * same examples: what is added to 1/n in the variance of their mean, held-out examples over training ones. C. Nadeau,
 * Y. Bengio, "Inference for the Generalization Error", 2003.
 * @param folds 0 or 1: values that are independent
 */
export function overlapOfFolds(folds: number): number {
  return folds < 2 ? 0 : 1 / (folds - 1);
}

/** By what the variance of so many values makes that of their mean. */
export const shareOfVariance = (count: number, overlap = 0): number => 1 / count + overlap;

/**
 * Half of the interval of a mean, by Student's t; NaN for a single value, which says nothing of how others would spread.
 * @param overlap as {@link overlapOfFolds}
 */
export function meanMargin(spread: number, count: number, overlap = 0): number {
  if (count < 2) return NaN;
  return tBound((1 + confidence) / 2, count - 1) * spread * Math.sqrt(shareOfVariance(count, overlap));
}

/** Of the mean, by Student's t; null for a single value. */
export function meanInterval(values: readonly number[], overlap = 0): Interval | null {
  if (values.length < 2) return null;
  const half = meanMargin(deviation(values), values.length, overlap);
  const middle = mean(values);
  return [middle - half, middle + half];
}

/**
 * What share of all examples is answered right, as far as so many of them can tell. E. B. Wilson, "Probable Inference",
 * 1927; `statsmodels.stats.proportion.proportion_confint(method="wilson")`.
 */
export function wilsonInterval(share: number, examples: number): Interval {
  const z = normalBound((1 + confidence) / 2);
  const scale = 1 + z ** 2 / examples;
  const middle = (share + z ** 2 / (2 * examples)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / examples + z ** 2 / (4 * examples ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

const resamples = 2000;

/** Of any statistic, by drawing samples from the sample (percentiles); null for a single value. */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (sample: readonly number[]) => number,
  seed = 0,
): Interval | null {
  if (values.length < 2) return null;
  const random = new Random(seed, values.length);
  const drawn = Float64Array.from({ length: resamples }, () =>
    statistic(values.map(() => values[random.integer(values.length)] ?? NaN)),
  ).sort();
  return [quantile(drawn, (1 - confidence) / 2), quantile(drawn, (1 + confidence) / 2)];
}
