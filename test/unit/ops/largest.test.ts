import { describe, expect, it } from 'vitest';
import { indexOfLargest } from '@shared/ops/largest';

describe('the class that a row of scores answers', () => {
  it('is the place of the largest, the first of equal ones', () => {
    expect(indexOfLargest([0.1, 0.7, 0.7, 0.2])).toBe(1);
    expect(indexOfLargest(Float32Array.of(-3, -1, -2))).toBe(1);
    expect(indexOfLargest([-Infinity, -Infinity])).toBe(0);
  });

  it('passes over what is no number, and is none where nothing is', () => {
    expect(indexOfLargest([NaN, 0.2, 0.9])).toBe(2);
    expect(indexOfLargest([NaN, NaN])).toBe(-1);
    expect(indexOfLargest([])).toBe(-1);
  });
});
