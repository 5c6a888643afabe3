import { describe, expect, it } from 'vitest';
import { probabilityOfImprovement, type Sample } from '@shared/statistics/configurations';
import { bestOfMany, judgePairs } from '@shared/statistics/verdicts';
import { describePair } from '@shared/statistics/words';

const sample = (values: number[], from = 1): Sample => ({
  values,
  partners: values.map((_, place) => `${from + place}`),
});
const none = () => null;

describe('verdicts', () => {
  it('call a loss that is smaller for every one of six seeds better', () => {
    const [pair] = judgePairs([sample([1, 2, 3, 4, 5, 6]), sample([2, 3.1, 4, 5.2, 6, 7])], 'lower', none);
    expect(pair).toMatchObject({ verdict: 'better', test: 'pairedPermutation', pValue: 2 / 64 });
    expect(pair?.interval?.[1]).toBeLessThan(0);
  });

  it('see nothing where both sides are the same to the bit', () => {
    const same = sample([0.9, 0.9, 0.9, 0.9, 0.9, 0.9]);
    const [pair] = judgePairs([same, same], 'higher', none);
    expect(pair).toMatchObject({ verdict: 'noDifferenceSeen', difference: 0, pValue: 1, seedsNeeded: null });
  });

  it('ask for more seeds where Holm’s method leaves so few no chance', () => {
    const apart = [0, 10, 20].map((shift) => sample([1, 2, 3, 4, 5, 6].map((value) => value + shift)));
    // 2 of 64 is below 5 %, and three times that is not.
    expect(judgePairs(apart, 'higher', none).map(({ verdict }) => verdict)).toEqual(
      new Array(3).fill('tooFewSeeds'),
    );
  });

  it('do not pair runs that share no seeds', () => {
    const [pair] = judgePairs([sample([1, 2, 3, 4]), sample([11, 12, 13, 14], 5)], 'higher', none);
    // 2 of the 70 ways to share out eight values.
    expect(pair).toMatchObject({ verdict: 'worse', test: 'permutation', pValue: 2 / 70 });
  });

  it('speak of a pair that has no value at all as too few seeds', () => {
    const [pair] = judgePairs([sample([]), sample([1, 2, 3])], 'higher', none);
    expect(pair).toMatchObject({ verdict: 'tooFewSeeds', difference: null, pValue: null });
    if (pair === undefined) throw new Error('there is one pair');
    expect(describePair({ metric: 'validation.loss', groups: [] }, pair)).toBe(
      'Too few seeds to say whether A or B is the better configuration. Not measured.',
    );
  });

  it('count ties half in the probability of improvement', () => {
    expect(probabilityOfImprovement([1, 2], [1, 3], 'higher')).toBe(0.375);
    expect(probabilityOfImprovement([1, 2], [1, 3], 'lower')).toBe(0.625);
    expect(probabilityOfImprovement([1], [1, 3], 'lower')).toBeNull();
  });

  it('name the best of several, and what the best would reach by luck', () => {
    const equal = [0.9, 0.91, 0.92, 0.93].map((middle) => sample([middle - 0.01, middle + 0.01]));
    const best = bestOfMany(equal, 'higher', () => null);
    expect(best).toMatchObject({ group: 3, of: 4, mean: 0.93 });
    // Four draws’ largest is 1.0294 standard errors above the mean, on average; each mean’s error is 0.01.
    expect(best?.byLuck).toBeCloseTo(0.915 + 1.0294 * 0.01, 5);
    expect(bestOfMany(equal.slice(2), 'higher', () => null)).toBeNull();
  });
});
