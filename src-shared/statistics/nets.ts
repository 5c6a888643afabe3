import { Random } from '../random';
import { mean, quantile } from './describe';
import { fairTwoSided } from './distributions';
import { confidence, wilsonInterval, type Interval } from './intervals';

/** Tests between two nets on the very examples that both were judged on. They speak of these two nets alone. */

export const netTests = ['mcnemar', 'pairedBootstrap'] as const;
export type NetTest = (typeof netTests)[number];

export interface TestedNets {
  readonly test: NetTest;
  /** The first minus the second. */
  readonly difference: number;
  readonly interval: Interval;
  readonly pValue: number;
}

/**
 * Two nets' answers, 1 where right and 0 where wrong: McNemar's exact test of the examples that one alone answers right.
 * `statsmodels.stats.contingency_tables.mcnemar(exact=True)`; the interval is Newcombe's for paired shares (his method
 * 10, "Improved confidence intervals for the difference between binomial proportions based on paired data", 1998).
 */
export function mcnemar(a: ArrayLike<number>, b: ArrayLike<number>): TestedNets {
  const n = a.length;
  const counts = { both: 0, first: 0, second: 0, neither: 0 };
  for (let index = 0; index < n; index++) {
    if (a[index]) counts[b[index] ? 'both' : 'first']++;
    else counts[b[index] ? 'second' : 'neither']++;
  }
  const difference = (counts.first - counts.second) / n;
  return {
    test: 'mcnemar',
    difference,
    interval: newcombe(counts, difference),
    pValue: fairTwoSided(counts.first, counts.first + counts.second),
  };
}

interface Counts {
  readonly both: number;
  readonly first: number;
  readonly second: number;
  readonly neither: number;
}

function newcombe({ both, first, second, neither }: Counts, difference: number): Interval {
  const n = both + first + second + neither;
  const [p1, p2] = [(both + first) / n, (both + second) / n];
  const [low1, high1] = wilsonInterval(p1, n);
  const [low2, high2] = wilsonInterval(p2, n);
  const margins = Math.sqrt((both + first) * (second + neither) * (both + second) * (first + neither));
  const surplus = both * neither - first * second;
  const corrected = surplus > n / 2 ? surplus - n / 2 : surplus < 0 ? surplus : 0;
  const phi = margins === 0 ? 0 : corrected / margins;
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x ** 2 - 2 * phi * x * y + y ** 2));
  return [difference - reach(p1 - low1, high2 - p2), difference + reach(high1 - p1, p2 - low2)];
}

const resamples = 2000;

/**
 * A value of each example from two nets, compared by its mean: the bootstrap of the pairs, studentized, so that values
 * which lean to one side keep the test's level (B. Efron and R. Tibshirani, "An Introduction to the Bootstrap", 16.2).
 */
export function pairedBootstrap(a: ArrayLike<number>, b: ArrayLike<number>, seed = 0): TestedNets {
  const n = a.length;
  const differences = Float64Array.from({ length: n }, (_, index) => (a[index] ?? NaN) - (b[index] ?? NaN));
  const origin = mean(differences);
  const { middle: difference, error } = meanAndError(differences, origin, (index) => index);
  if (!(error > 0)) {
    return {
      test: 'pairedBootstrap',
      difference,
      interval: [difference, difference],
      pValue: difference === 0 ? 1 : 0,
    };
  }
  const random = new Random(seed, n);
  const scores = Float64Array.from({ length: resamples }, () => {
    const drawn = meanAndError(differences, origin, () => random.integer(n));
    return drawn.error > 0 ? (drawn.middle - difference) / drawn.error : 0;
  });
  const beyond = scores.filter((score) => Math.abs(score) >= Math.abs(difference) / error).length;
  scores.sort();
  return {
    test: 'pairedBootstrap',
    difference,
    interval: [
      difference - quantile(scores, (1 + confidence) / 2) * error,
      difference - quantile(scores, (1 - confidence) / 2) * error,
    ],
    pValue: (beyond + 1) / (resamples + 1),
  };
}

/** The mean of drawn values, and its standard error. @param origin near the mean, from which squares are taken */
function meanAndError(
  values: Float64Array,
  origin: number,
  place: (index: number) => number,
): { middle: number; error: number } {
  const n = values.length;
  let [sum, squares] = [0, 0];
  for (let index = 0; index < n; index++) {
    const value = (values[place(index)] ?? NaN) - origin;
    sum += value;
    squares += value * value;
  }
  const offset = sum / n;
  return {
    middle: origin + offset,
    error: Math.sqrt(Math.max(0, squares / n - offset ** 2) / Math.max(1, n - 1)),
  };
}
