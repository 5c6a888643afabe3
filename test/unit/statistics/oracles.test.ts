import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testConfigurations, type Sample } from '@shared/statistics/configurations';
import { deviation, interquartileMean, mean, skewness } from '@shared/statistics/describe';
import { expectedLargest, noncentralT } from '@shared/statistics/distributions';
import { holm } from '@shared/statistics/holm';
import { meanInterval, overlapOfFolds, wilsonInterval } from '@shared/statistics/intervals';
import { mcnemar } from '@shared/statistics/nets';
import { pairedSeeds, powerOfT, unpairedSeeds } from '@shared/statistics/power';

type Pair = [number, number];
interface Fixture {
  samples: {
    values: number[];
    mean: number;
    deviation: number;
    interval: Pair;
    interquartileMean: number;
    skewness: number | null;
  }[];
  tests: { test: string; a: number[]; b: number[]; pValue: number; interval?: Pair }[];
  folds: { folds: number; a: number[]; b: number[]; pValue: number; interval: Pair; intervalOfFirst: Pair }[];
  nets: { count: number; both: number; first: number; second: number; pValue: number }[];
  wilson: { right: number; examples: number; interval: Pair }[];
  holm: { pValues: number[]; adjusted: number[] }[];
  noncentral: { t: number; freedom: number; shift: number; probability: number }[];
  largest: { draws: number; expected: number }[];
  seeds: { effect: number; paired: number; unpaired: number }[];
  power: { effect: number; n: number; paired: number; unpaired: number }[];
}
const file = join(import.meta.dirname, '../../fixtures/statistics/statistics.json');
const fixture = JSON.parse(readFileSync(file, 'utf8').replaceAll('NaN', 'null')) as Fixture;

const isPaired = (test: string) => test.startsWith('paired');
const sampleOf = (values: number[], side: string, test: string): Sample => ({
  values,
  partners: values.map((_, place) => (isPaired(test) ? `${place}` : `${side}${place}`)),
});

describe('figures that SciPy and statsmodels give too', () => {
  it.each(fixture.samples)('describes a sample and its mean’s interval', (sample) => {
    expect(mean(sample.values)).toBeCloseTo(sample.mean, 12);
    expect(deviation(sample.values)).toBeCloseTo(sample.deviation, 12);
    expect(interquartileMean(sample.values)).toBeCloseTo(sample.interquartileMean, 12);
    const [low, high] = meanInterval(sample.values) ?? [NaN, NaN];
    expect(low).toBeCloseTo(sample.interval[0], 10);
    expect(high).toBeCloseTo(sample.interval[1], 10);
    if (sample.values.length > 2) expect(skewness(sample.values)).toBeCloseTo(sample.skewness ?? NaN, 10);
  });

  it.each(fixture.tests)(
    'tests $a.length against $b.length values ($test)',
    ({ test, a, b, pValue, interval }) => {
      const tested = testConfigurations(sampleOf(a, 'a', test), sampleOf(b, 'b', test));
      expect(tested?.test).toBe(test);
      expect(tested?.pValue).toBeCloseTo(pValue, 10);
      expect(tested?.difference).toBeCloseTo(mean(a) - mean(b), 12);
      if (interval === undefined) return;
      expect(tested?.interval?.[0]).toBeCloseTo(interval[0], 9);
      expect(tested?.interval?.[1]).toBeCloseTo(interval[1], 9);
    },
  );

  it.each(fixture.folds)(
    'tests $a.length against $b.length values over $folds folds, which depend on each other',
    ({ folds, a, b, pValue, interval, intervalOfFirst }) => {
      const overlap = overlapOfFolds(folds);
      const side = (values: number[]): Sample => ({
        values,
        partners: values.map((_, at) => `${at}`),
        overlap,
      });
      const tested = testConfigurations(side(a), side(b));
      expect(tested?.test).toBe('correctedT');
      expect(tested?.pValue).toBeCloseTo(pValue, 10);
      for (const end of [0, 1] as const) {
        expect(tested?.interval?.[end]).toBeCloseTo(interval[end], 9);
        expect(meanInterval(a, overlap)?.[end]).toBeCloseTo(intervalOfFirst[end], 9);
      }
    },
  );

  it.each(fixture.nets)(
    'compares nets on $count examples by McNemar',
    ({ count, both, first, second, pValue }) => {
      const right = (from: number, until: number) => (_: unknown, index: number) =>
        Number(index >= from && index < until);
      const a = Array.from({ length: count }, right(0, both + first));
      const b = Array.from({ length: count }, (_, index) =>
        Number(index < both || (index >= both + first && index < both + first + second)),
      );
      expect(mcnemar(a, b).pValue).toBeCloseTo(pValue, 12);
      expect(mcnemar(a, b).difference).toBeCloseTo((first - second) / count, 12);
    },
  );

  it.each(fixture.wilson)('gives the interval of $right of $examples', ({ right, examples, interval }) => {
    const [low, high] = wilsonInterval(right / examples, examples);
    expect(low).toBeCloseTo(interval[0], 12);
    expect(high).toBeCloseTo(interval[1], 12);
  });

  it.each(fixture.holm)('adjusts $pValues', ({ pValues, adjusted }) => {
    holm(pValues).forEach((value, place) => expect(value).toBeCloseTo(adjusted[place] ?? NaN, 12));
  });

  it.each(fixture.noncentral)(
    'integrates the noncentral t ($t, $freedom, $shift)',
    ({ t, freedom, shift, probability }) => {
      expect(noncentralT(t, freedom, shift)).toBeCloseTo(probability, 5);
    },
  );

  it.each(fixture.largest)('expects the largest of $draws', ({ draws, expected }) => {
    expect(expectedLargest(draws)).toBeCloseTo(expected, 2);
  });

  it.each(fixture.seeds)(
    'counts the seeds that an effect of $effect needs',
    ({ effect, paired, unpaired }) => {
      expect(pairedSeeds(effect, 1)).toBe(Math.ceil(paired));
      expect(unpairedSeeds(effect, [1, 1])).toBe(Math.ceil(unpaired));
    },
  );

  it.each(fixture.power)('knows the power of $n seeds', ({ effect, n, paired, unpaired }) => {
    expect(powerOfT(effect * Math.sqrt(n), n - 1)).toBeCloseTo(paired, 4);
    expect(powerOfT((effect * Math.sqrt(n)) / Math.SQRT2, 2 * n - 2)).toBeCloseTo(unpaired, 4);
  });
});

describe('the interval of a difference between nets', () => {
  const intervalOf = (both: number, first: number, second: number, neither: number) => {
    const answers = (...counts: readonly (readonly [number, number])[]) =>
      counts.flatMap(([count, right]) => new Array<number>(count).fill(right));
    const a = answers([both, 1], [first, 1], [second, 0], [neither, 0]);
    const b = answers([both, 1], [first, 0], [second, 1], [neither, 0]);
    return mcnemar(a, b).interval;
  };

  it('is the one that Newcombe works out for paired shares', () => {
    // R. G. Newcombe, 1998, table III, method 10: 36, 12, 2 and 0 of 50 give 0.0569 to 0.3404.
    const [low, high] = intervalOf(36, 12, 2, 0);
    expect(low).toBeCloseTo(0.0569, 4);
    expect(high).toBeCloseTo(0.3404, 4);
  });

  it('takes half an example less for how far the nets agree, where they agree by more than chance', () => {
    // 50·30 − 10·10 = 1400, less 100/2, over √(60·40·60·40): φ = 0.5625. Wilson gives 60 of 100 0.5020 to 0.6906, and
    // √(0.0980² − 2·0.5625·0.0980·0.0906 + 0.0906²) = 0.08845.
    const [low, high] = intervalOf(50, 10, 10, 30);
    expect(low).toBeCloseTo(-0.08845, 5);
    expect(high).toBeCloseTo(0.08845, 5);
  });

  it('takes them for independent where they hardly agree more than by chance', () => {
    // 3·2 − 2·2 is less than 9/2. Wilson gives 5 of 9 0.2667 to 0.8112, and √(0.2889² + 0.2556²) = 0.38579.
    const [low, high] = intervalOf(3, 2, 2, 2);
    expect(low).toBeCloseTo(-0.38579, 5);
    expect(high).toBeCloseTo(0.38579, 5);
  });
});
