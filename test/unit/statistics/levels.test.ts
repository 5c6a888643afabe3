import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf';
import { describe, expect, it } from 'vitest';
import { Random } from '@shared/random';
import { type Sample } from '@shared/statistics/configurations';
import { pairedBootstrap, mcnemar, type TestedNets } from '@shared/statistics/nets';
import { powerOfT } from '@shared/statistics/power';
import { judgePairs } from '@shared/statistics/verdicts';

/** Pairs in each case; the 1,000 of which the levels are told with `LAYERLAB_SIMULATIONS=1000`. */
const simulations = Number(process.env['LAYERLAB_SIMULATIONS'] ?? 200);

const risk = 0.05;
/** What a test of exactly 5 % exceeds once in a hundred sets of so many pairs, and what it stays below as rarely. */
const most = countBelow(0.99);
const least = countBelow(0.01);

/** The smallest count that a share of all sets of so many pairs stays at or below. */
function countBelow(share: number): number {
  let count = 0;
  while (binomialCdf(count, simulations, risk) < share) count++;
  return count;
}

/** Two configurations whose runs share what their seed does to both. */
function simulate(random: Random, n: number, shift: number, isPaired: boolean): [Sample, Sample] {
  const seeds = Array.from({ length: n }, () => (isPaired ? random.normal(0, 0.02) : 0));
  const side = (name: string, mean: number): Sample => ({
    values: seeds.map((common) => mean + common + random.normal(0, 0.01)),
    partners: seeds.map((_, place) => (isPaired ? `${place}` : `${name}${place}`)),
  });
  return [side('a', 0.9 + shift), side('b', 0.9)];
}

function verdictsOf(n: number, shift: number, isPaired: boolean): string[] {
  const random = new Random(7, n, isPaired ? 1 : 0);
  return Array.from({ length: simulations }, () => {
    const [pair] = judgePairs(simulate(random, n, shift, isPaired), 'higher', () => null);
    return pair?.verdict ?? '';
  });
}
const called = (verdicts: readonly string[]) =>
  verdicts.filter((each) => each === 'better' || each === 'worse').length;

describe('pairs of equal configurations', () => {
  const sizes = [6, 8, 12, 20].flatMap((n) => [true, false].map((isPaired) => ({ n, isPaired })));
  it.each(sizes)(
    'are called different at most as often as chance has it ($n seeds, paired: $isPaired)',
    ({ n, isPaired }) => {
      const count = called(verdictsOf(n, 0, isPaired));
      expect(count).toBeLessThanOrEqual(most);
    },
  );

  /** Values that lie far apart on one side, as losses do: of some seeds a net gets stuck. */
  const losses = {
    'with a long tail': (random: Random) => Math.exp(random.normal(0, 1)),
    'with a few that got stuck': (random: Random) =>
      random.normal(0.05, 0.01) + (random.uniform() < 0.15 ? 0.6 : 0),
    'of a heavy tail': (random: Random) => 1 / Math.sqrt(1 - random.uniform()),
  };
  it.each(
    Object.entries(losses).flatMap(([name, loss]) =>
      [6, 12].flatMap((n) => [true, false].map((isPaired) => ({ name, loss, n, isPaired }))),
    ),
  )('are so as losses $name, too ($n seeds, paired: $isPaired)', ({ loss, n, isPaired }) => {
    const random = new Random(11, n, isPaired ? 1 : 0);
    const side = (name: string): Sample => ({
      values: Array.from({ length: n }, () => loss(random)),
      partners: Array.from({ length: n }, (_, place) => (isPaired ? `${place}` : `${name}${place}`)),
    });
    const verdicts = Array.from({ length: simulations }, () => {
      const [pair] = judgePairs([side('a'), side('b')], 'lower', () => null);
      return pair?.verdict ?? '';
    });
    expect(called(verdicts)).toBeLessThanOrEqual(most);
  });

  it('are never judged with five paired seeds, which could not tell', () => {
    expect(new Set(verdictsOf(5, 0.5, true))).toEqual(new Set(['tooFewSeeds']));
  });
});

describe('a difference of a known size', () => {
  // Paired differences have √2 · 0.01; a shift of 0.8 of it is seen at the textbook’s rate.
  it.each([
    { n: 12, isPaired: true },
    { n: 20, isPaired: true },
    { n: 20, isPaired: false },
    { n: 8, isPaired: false },
  ])('is seen as often as the textbook says ($n seeds, paired: $isPaired)', ({ n, isPaired }) => {
    const shift = 0.008 * Math.SQRT2;
    const standardErrors = isPaired ? 0.8 * Math.sqrt(n) : shift / (0.01 * Math.sqrt(2 / n));
    const textbook = powerOfT(standardErrors, isPaired ? n - 1 : 2 * n - 2);
    const verdicts = verdictsOf(n, shift, isPaired);
    const seen = verdicts.filter((each) => each === 'better').length / simulations;
    // As far as 99 in a hundred sets of so many pairs come.
    expect(Math.abs(seen - textbook)).toBeLessThan(
      2.58 * Math.sqrt((textbook * (1 - textbook)) / simulations),
    );
    expect(verdicts.filter((each) => each === 'worse').length).toBeLessThan(3);
  });
});

describe('pairs of nets that are as good', () => {
  function calledOf(test: (random: Random) => TestedNets): number {
    const random = new Random(3, 1);
    return Array.from({ length: simulations }, () => test(random)).filter(({ pValue }) => pValue <= 0.05)
      .length;
  }

  it.each([200, 1000])(
    'are called different at most 5 % of the time, by McNemar on %d examples',
    (examples) => {
      const count = calledOf((random) => {
        const hard = Array.from({ length: examples }, () => random.uniform() < 0.2);
        const answers = () => hard.map((isHard) => Number(random.uniform() < (isHard ? 0.6 : 0.97)));
        return mcnemar(answers(), answers());
      });
      expect(count).toBeLessThanOrEqual(most);
      expect(count).toBeGreaterThan(0);
    },
  );

  it('are called different about 5 % of the time, by the bootstrap of losses that lean to one side', () => {
    const count = calledOf((random) => {
      const losses = () => Array.from({ length: 100 }, () => -Math.log(1 - random.uniform()));
      return pairedBootstrap(losses(), losses(), random.integer(1e9));
    });
    expect(count).toBeLessThanOrEqual(most);
    expect(count).toBeGreaterThanOrEqual(least);
  });
});
