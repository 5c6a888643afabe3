import gammaln from '@stdlib/math-base-special-gammaln';
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** Distributions that tests and intervals go by: those of @stdlib, and the two integrals over them that it has not. */

/** P(X ≤ x) of the standard normal distribution. */
export const standardNormal = (x: number): number => normalCdf(x, 0, 1);

/** The value that a standard normal variable stays below with a probability. */
export const normalBound = (probability: number): number => normalQuantile(probability, 0, 1);

/** The value that Student's t stays below with a probability. */
export const tBound = (probability: number, freedom: number): number => tQuantile(probability, freedom);

/** How probable a t at least as far from 0 is, either way. */
export function tTwoSided(t: number, freedom: number): number {
  return Math.min(1, 2 * tCdf(-Math.abs(t), freedom));
}

/** How probable it is that a fair coin falls at most so unevenly: the exact two-sided test of `successes` in `count`. */
export function fairTwoSided(successes: number, count: number): number {
  const fewer = Math.min(successes, count - successes);
  return Math.min(1, 2 * binomialCdf(fewer, count, 0.5));
}

/** Simpson's rule over a smooth function. @param pieces even */
function integrate(value: (x: number) => number, from: number, to: number, pieces: number): number {
  const width = (to - from) / pieces;
  let sum = value(from) + value(to);
  for (let piece = 1; piece < pieces; piece++) sum += value(from + piece * width) * (piece % 2 === 1 ? 4 : 2);
  return (sum * width) / 3;
}

/**
 * P(T ≤ t) of the noncentral t distribution, by integrating over the scale: T = (Z + δ) ÷ s with s² = χ²(ν) ÷ ν.
 * @param shift δ
 */
export function noncentralT(t: number, freedom: number, shift: number): number {
  const half = freedom / 2;
  const constant = Math.LN2 + half * Math.log(half) - gammaln(half);
  const density = (s: number): number =>
    s === 0
      ? freedom === 1
        ? Math.exp(constant)
        : 0
      : Math.exp(constant + (freedom - 1) * Math.log(s) - half * s * s);
  const reach = 9 / Math.sqrt(2 * freedom);
  return integrate((s) => standardNormal(t * s - shift) * density(s), Math.max(0, 1 - reach), 1 + reach, 120);
}

/** What the largest of so many standard normal draws is on average. */
export function expectedLargest(draws: number): number {
  if (draws < 2) return 0;
  // ∫ x d(Φ^k), by parts on either side of 0, so that both tails vanish.
  const power = (x: number): number => standardNormal(x) ** draws;
  const above = integrate((x) => 1 - power(x), 0, 12, 1200);
  const below = integrate(power, -12, 0, 1200);
  return above - below;
}
