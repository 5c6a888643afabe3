import { describe, expect, it } from 'vitest';
import { withFiner } from '../../../src-renderer/features/compare/curves/withFiner';

const coarse = { name: 'loss', steps: [1, 10, 20, 30, 40], values: [9, 8, null, 6, 5] };

describe('a part of a curve in finer points', () => {
  it('stands in the place of what the curve has there', () => {
    const finer = { name: 'loss', steps: [9, 10, 11, 29], values: [8.5, 8, 7.9, null] };
    expect(withFiner(coarse, finer)).toEqual({
      name: 'loss',
      steps: [1, 9, 10, 11, 29, 30, 40],
      values: [9, 8.5, 8, 7.9, null, 6, 5],
    });
  });

  it('may be all of it, or nothing', () => {
    const all = { name: 'loss', steps: [1, 2, 40], values: [9, 8.9, 5] };
    expect(withFiner(coarse, all)).toEqual(all);
    expect(withFiner(coarse, { name: 'loss', steps: [], values: [] })).toEqual(coarse);
    expect(withFiner(coarse, undefined)).toEqual(coarse);
  });
});
