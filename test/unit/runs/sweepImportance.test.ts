import { describe, expect, it } from 'vitest';
import { Random } from '@shared/random';
import { importanceOf } from '@shared/runs/sweeps/importance';

const random = new Random(7);
const rows = Array.from({ length: 200 }, () => [random.uniform(), random.uniform(), random.uniform()]);

describe('the importance of a sweep’s parameters', () => {
  it('is shared as their parts of the variance, nine to one for three times the slope', () => {
    const { shares, explained, isDoubtful } = importanceOf(
      rows,
      rows.map(([a = 0, b = 0]) => 3 * a + b),
    );
    expect(shares[0]).toBeGreaterThan(0.85);
    expect(shares[0]).toBeLessThan(0.97);
    expect(shares[1]).toBeGreaterThan(0.03);
    expect(shares[2]).toBeLessThan(0.02);
    expect(explained).toBeGreaterThan(0.8);
    expect(isDoubtful).toBe(false);
  });

  it('is told as doubtful where there are few points', () => {
    const few = rows.slice(0, 12);
    expect(
      importanceOf(
        few,
        few.map(([a = 0]) => a),
      ).isDoubtful,
    ).toBe(true);
  });

  it('is told as doubtful where nothing explains the values', () => {
    const { isDoubtful } = importanceOf(
      rows,
      rows.map(() => random.uniform()),
    );
    expect(isDoubtful).toBe(true);
  });

  it('is none where all values are the same', () => {
    expect(
      importanceOf(
        rows,
        rows.map(() => 1),
      ).shares,
    ).toEqual([0, 0, 0]);
  });
});
