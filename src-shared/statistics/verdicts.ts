import { probabilityOfImprovement, testConfigurations, type Sample, type Tested } from './configurations';
import type { ComparedPair, Verdict } from './comparison';
import { expectedLargest } from './distributions';
import { deviation, mean } from './describe';
import { holm } from './holm';
import { risk, shareOfVariance } from './intervals';
import type { TestedNets } from './nets';

type Better = 'lower' | 'higher';

/** Every two of several, in order. */
export function everyPair(count: number): [number, number][] {
  const places = Array.from({ length: count }, (_, place) => place);
  return places.flatMap((a) => places.slice(a + 1).map((b): [number, number] => [a, b]));
}

/**
 * What can be said of every two configurations.
 * @param nets what was found of two nets, where configurations could not be tested since each has one seed
 */
export function judgePairs(
  samples: readonly Sample[],
  better: Better,
  nets: (a: number, b: number) => TestedNets | null,
): ComparedPair[] {
  const pairs = everyPair(samples.length).map(([a, b]) => {
    const [first, second] = [samples[a], samples[b]];
    const isThere = first !== undefined && second !== undefined;
    const tested =
      isThere && first.values.length > 0 && second.values.length > 0
        ? testConfigurations(first, second)
        : null;
    return {
      of: [a, b] as [number, number],
      first,
      second,
      tested,
      nets: tested === null ? nets(a, b) : null,
    };
  });
  const adjusted = adjust(pairs);
  const tests = pairs.filter(({ tested }) => tested !== null).length;
  return pairs.map(({ of, first, second, tested, nets: netsTested }, place) => {
    const adjustedPValue = adjusted[place] ?? null;
    const figures = tested ?? netsTested;
    const isCalled = adjustedPValue !== null && adjustedPValue <= risk;
    const side = figures === null ? null : verdictOf(figures.difference, isCalled, better);
    return {
      of,
      verdict: tested === null ? 'tooFewSeeds' : ofConfigurations(tested, side ?? 'noDifferenceSeen', tests),
      about: tested === null && netsTested !== null ? 'nets' : 'configurations',
      netsVerdict: tested === null ? side : null,
      difference: figures?.difference ?? plainDifference(first, second),
      interval: figures?.interval ? [...figures.interval] : null,
      pValue: figures?.pValue ?? null,
      adjustedPValue,
      test: figures?.test ?? null,
      probabilityOfImprovement: probabilityOfImprovement(first?.values ?? [], second?.values ?? [], better),
      seedsNeeded: tested?.seedsNeeded(risk / Math.max(1, tests)) ?? null,
    };
  });
}

/** Holm over what speaks of configurations, and apart from them over what speaks of nets. */
function adjust(
  pairs: readonly { readonly tested: Tested | null; readonly nets: TestedNets | null }[],
): (number | undefined)[] {
  const adjusted = new Array<number | undefined>(pairs.length).fill(undefined);
  for (const kind of ['tested', 'nets'] as const) {
    const family = pairs.flatMap((pair, place) =>
      pair[kind] === null ? [] : [{ place, pValue: pair[kind].pValue }],
    );
    holm(family.map(({ pValue }) => pValue)).forEach((pValue, rank) => {
      const place = family[rank]?.place;
      if (place !== undefined) adjusted[place] = pValue;
    });
  }
  return adjusted;
}

function verdictOf(difference: number, isCalled: boolean, better: Better): Exclude<Verdict, 'tooFewSeeds'> {
  if (!isCalled || difference === 0) return 'noDifferenceSeen';
  return difference > 0 === (better === 'higher') ? 'better' : 'worse';
}

/** Where no values at all could have been called different, there are too few of them. */
function ofConfigurations(tested: Tested, side: Exclude<Verdict, 'tooFewSeeds'>, tests: number): Verdict {
  return side === 'noDifferenceSeen' && tested.leastPValue * tests > risk ? 'tooFewSeeds' : side;
}

function plainDifference(a: Sample | undefined, b: Sample | undefined): number | null {
  const difference = mean(a?.values ?? []) - mean(b?.values ?? []);
  return Number.isFinite(difference) ? difference : null;
}

/**
 * The best of several configurations, and what the best of so many would reach were all alike: their common mean, and as
 * many standard errors beside it as the largest of k normal draws has on average.
 * @param errorOf the standard error of a single value, where values have no others beside them; null: not known
 */
export function bestOfMany(
  samples: readonly Sample[],
  better: Better,
  errorOf: (value: number) => number | null,
): { group: number; of: number; mean: number; byLuck: number | null } | null {
  const measured = samples.flatMap(({ values, overlap }, group) =>
    values.length === 0 ? [] : [{ group, values, overlap, mean: mean(values) }],
  );
  if (measured.length < 3) return null;
  const sign = better === 'higher' ? 1 : -1;
  const [best] = [...measured].sort((a, b) => sign * (b.mean - a.mean));
  if (best === undefined) return null;
  const common = mean(measured.map((each) => each.mean));
  const errors = measured.map(({ values, overlap, mean: middle }) =>
    values.length > 1
      ? deviation(values) * Math.sqrt(shareOfVariance(values.length, overlap))
      : errorOf(middle),
  );
  const known = errors.filter((error) => error !== null);
  const error = known.length < errors.length ? null : Math.sqrt(mean(known.map((each) => each ** 2)));
  const byLuck = error === null ? null : common + sign * expectedLargest(measured.length) * error;
  return { group: best.group, of: measured.length, mean: best.mean, byLuck };
}
