/** What a handful of values says of itself. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] ?? NaN;
  return sum / values.length;
}

/** With n − 1 below; not a number for fewer than two values. */
export function variance(values: readonly number[]): number {
  if (values.length < 2) return NaN;
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

export function deviation(values: readonly number[]): number {
  return Math.sqrt(variance(values));
}

/**
 * The mean of the middle half, a quarter cut off at each end, whole values at a time: `scipy.stats.trim_mean(x, 0.25)`,
 * as rliable takes it.
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4);
  const sorted = [...values].sort((a, b) => a - b);
  return mean(sorted.slice(cut, sorted.length - cut));
}

/** G₁, corrected for the size of the sample: `scipy.stats.skew(x, bias=False)`. Not a number below three values. */
export function skewness(values: readonly number[]): number {
  const count = values.length;
  const middle = mean(values);
  const moment = (power: number) => mean(values.map((value) => (value - middle) ** power));
  const raw = moment(3) / moment(2) ** 1.5;
  return count < 3 ? NaN : (raw * Math.sqrt(count * (count - 1))) / (count - 2);
}

/** Whether values lean to one side further than two standard errors of a normal sample's skewness. */
export function isSkewed(values: readonly number[]): boolean {
  const n = values.length;
  if (n < 3) return false;
  const error = Math.sqrt((6 * n * (n - 1)) / ((n - 2) * (n + 1) * (n + 3)));
  return Math.abs(skewness(values)) > 2 * error;
}

/** Linear between the two nearest, as NumPy's `quantile`; infinite values are taken as they are. @param sorted ascending, not empty */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  const above = place - below;
  return above === 0 || low === high ? low : low + above * (high - low);
}
