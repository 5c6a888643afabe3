import { Random } from '@shared/random';
import { describe, expect, it } from 'vitest';

describe('a shuffle', () => {
  it('gives each order of four values as often as any other', () => {
    const draws = 24_000;
    const counts = new Map<string, number>();
    for (let counter = 0; counter < draws; counter++) {
      const values = [0, 1, 2, 3];
      new Random(5, counter).shuffle(values);
      counts.set(values.join(''), (counts.get(values.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 23 degrees of freedom: chance alone exceeds 60 once in 30,000 seeds; a biased shuffle reaches hundreds.
    expect(chiSquare).toBeLessThan(60);
  });

  it('keeps every value once', () => {
    const values = Array.from({ length: 100 }, (_, index) => index);
    new Random(1).shuffle(values);
    expect(values).not.toEqual(values.toSorted((a, b) => a - b));
    expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });
});
