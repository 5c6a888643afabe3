import { isSkewed, mean, variance } from './describe';
import { tBound, tTwoSided } from './distributions';
import { confidence, shareOfVariance, type Interval } from './intervals';
import {
  leastPaired,
  leastUnpaired,
  permutationInterval,
  permutationPValue,
  relabelings,
  signFlips,
  type Permutations,
} from './permutations';
import { pairedSeeds, unpairedSeeds } from './power';

/** What one configuration scored, a value a seed and, in a cross-validation, a fold. */
export interface Sample {
  readonly values: readonly number[];
  /** What each value shares with its partner on the other side: its seed, and the data it was judged on. */
  readonly partners: readonly string[];
  /** How much the values depend on each other, as {@link overlapOfFolds}; not at all where absent. */
  readonly overlap?: number;
}

export const configurationTests = [
  'pairedT',
  'pairedPermutation',
  'welch',
  'permutation',
  /** Of folds, whose values depend on each other. */
  'correctedT',
] as const;
export type ConfigurationTest = (typeof configurationTests)[number];

/** A test between two configurations, the first minus the second. */
export interface Tested {
  readonly test: ConfigurationTest;
  readonly difference: number;
  readonly interval: Interval | null;
  readonly pValue: number;
  /** The least p-value that so few values can have, whatever they are. */
  readonly leastPValue: number;
  /** How many seeds a side would see a difference of this size at a level of risk. */
  seedsNeeded(level: number): number | null;
}

/**
 * Values a side up to which they are assigned anew instead of held against a distribution: of so few nothing can be known
 * of how they are distributed. With 12 a side of which some got stuck, a t test wherever they did not look skewed called
 * equal configurations different in 7 of 100 pairs.
 */
const fewValues = 20;

/**
 * Whether two configurations differ. Pairs are compared where both sides have the same seeds and data; a permutation test
 * where there are few values or they lean to one side. Values over folds cannot be assigned anew, since they depend on each
 * other: a t test with a variance that allows for it.
 * @returns null with a single value on either side that no other can be put beside
 */
export function testConfigurations(a: Sample, b: Sample, seed = 0): Tested | null {
  const differences = pairedDifferences(a, b);
  if ((a.overlap ?? 0) > 0 || (b.overlap ?? 0) > 0) return testOverlapping(a, b, differences);
  if (differences !== null) return differences.length < 2 ? null : testPairs(differences, seed);
  if (a.values.length < 2 && b.values.length < 2) return null;
  return testSides(a.values, b.values, seed);
}

/** Of values that belong together; null where not every value has its one partner. */
function pairedDifferences(a: Sample, b: Sample): number[] | null {
  const other = new Map(b.partners.map((partner, place) => [partner, b.values[place] ?? NaN]));
  const isWhole =
    a.values.length === b.values.length &&
    other.size === b.values.length &&
    new Set(a.partners).size === a.values.length &&
    a.partners.every((partner) => other.has(partner));
  return isWhole ? a.values.map((value, place) => value - (other.get(a.partners[place] ?? '') ?? NaN)) : null;
}

function testPairs(differences: readonly number[], seed: number): Tested {
  const n = differences.length;
  const difference = mean(differences);
  const spread = Math.sqrt(variance(differences));
  const seedsNeeded = (level: number) => pairedSeeds(difference, spread, level);
  const byT = tTest(difference, spread / Math.sqrt(n), n - 1);
  if (n > fewValues && !isSkewed(differences)) {
    return { test: 'pairedT', difference, ...byT, leastPValue: 0, seedsNeeded };
  }
  const permuted = permute(signFlips(differences, seed), spread, byT.interval);
  return { test: 'pairedPermutation', difference, ...permuted, leastPValue: leastPaired(n), seedsNeeded };
}

/** Null where a side has a single value. */
function testOverlapping(a: Sample, b: Sample, differences: readonly number[] | null): Tested | null {
  if (a.values.length < 2 || b.values.length < 2) return null;
  const errorOf = ({ values, overlap }: Pick<Sample, 'values' | 'overlap'>) =>
    variance(values) * shareOfVariance(values.length, overlap);
  const overlap = Math.max(a.overlap ?? 0, b.overlap ?? 0);
  const [difference, byT] =
    differences === null
      ? [mean(a.values) - mean(b.values), welch([errorOf(a), a.values.length], [errorOf(b), b.values.length])]
      : [
          mean(differences),
          { error: Math.sqrt(errorOf({ values: differences, overlap })), freedom: differences.length - 1 },
        ];
  return {
    test: 'correctedT',
    difference,
    ...tTest(difference, byT.error, byT.freedom),
    leastPValue: 0,
    seedsNeeded: () => null,
  };
}

/** The standard error of a difference of two means, of squared errors and counts, with Welch's degrees of freedom. */
function welch([errorA, a]: readonly [number, number], [errorB, b]: readonly [number, number]) {
  const freedom = (errorA + errorB) ** 2 / (errorA ** 2 / (a - 1) + errorB ** 2 / (b - 1));
  return { error: Math.sqrt(errorA + errorB), freedom };
}

function testSides(a: readonly number[], b: readonly number[], seed: number): Tested {
  const difference = mean(a) - mean(b);
  const [spreadA, spreadB] = [variance(a), variance(b)];
  const seedsNeeded = (level: number) =>
    unpairedSeeds(difference, [Math.sqrt(spreadA), Math.sqrt(spreadB)], level);
  const { error, freedom } = welch([spreadA / a.length, a.length], [spreadB / b.length, b.length]);
  const byT = tTest(difference, error, freedom);
  if (Math.min(a.length, b.length) > fewValues && !isSkewed(a) && !isSkewed(b)) {
    return { test: 'welch', difference, ...byT, leastPValue: 0, seedsNeeded };
  }
  const spread = Math.sqrt(variance([...a, ...b]));
  const permuted = permute(relabelings(a, b, seed), spread, byT.interval);
  return {
    test: 'permutation',
    difference,
    ...permuted,
    leastPValue: leastUnpaired(a.length, b.length),
    seedsNeeded,
  };
}

/** @param error standard error of the difference */
function tTest(
  difference: number,
  error: number,
  freedom: number,
): { pValue: number; interval: Interval | null } {
  if (!Number.isFinite(error) || !(freedom > 0)) {
    // Values that do not differ at all on either side leave nothing to doubt.
    return { pValue: difference === 0 ? 1 : 0, interval: error === 0 ? [difference, difference] : null };
  }
  const half = tBound((1 + confidence) / 2, freedom) * error;
  return { pValue: tTwoSided(difference / error, freedom), interval: [difference - half, difference + half] };
}

/** @param otherwise the interval where so few values would let any difference stand */
function permute(permutations: Permutations, spread: number, otherwise: Interval | null) {
  return {
    pValue: permutationPValue(permutations),
    interval: permutationInterval(permutations, spread) ?? otherwise,
  };
}

/**
 * How probable it is that a run of one side beats one of the other, ties counted half: Mann and Whitney's U over all pairs,
 * rliable's probability of improvement. Null where either side has a single run, which knows nothing of the next one.
 */
export function probabilityOfImprovement(
  a: readonly number[],
  b: readonly number[],
  better: 'lower' | 'higher',
): number | null {
  if (a.length < 2 || b.length < 2) return null;
  const sign = better === 'higher' ? 1 : -1;
  const wins = a.map((one) => mean(b.map((other) => (1 + Math.sign(sign * (one - other))) / 2)));
  return mean(wins);
}
