import { describe, expect, it } from 'vitest';
import { legendRows, shortName } from '../../../src-renderer/shared/charts/curves/saving/legend';

const long = `${'a'.repeat(160)}, validation`;

describe('the legend of a saved chart', () => {
  it('leaves a short name as it is, and of a long one the beginning and the end', () => {
    expect(shortName('spirals, training', 500)).toBe('spirals, training');
    expect(shortName(long, 500)).toBe(`${'a'.repeat(30)}…${'a'.repeat(17)}, validation`);
  });

  it('shortens names further where the chart is narrow', () => {
    expect(Array.from(shortName(long, 200)).length * 6.5 + 50).toBeLessThanOrEqual(200);
  });

  it('has no letters that a file of XML must not have', () => {
    expect(shortName('a\u0007b\tc', 500)).toBe('a b c');
  });

  it('takes the rows that its names need, one at least', () => {
    expect(legendRows([], 500)).toBe(1);
    expect(legendRows(['training', 'validation'], 500)).toBe(1);
    expect(legendRows([long, long, long], 500)).toBe(3);
  });
});
