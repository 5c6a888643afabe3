import { describe, expect, it } from 'vitest';
import { legendNames, legendRows } from '../../../src-renderer/shared/charts/saving/legend';

const long = `${'a'.repeat(160)}, validation`;

describe('the legend of a saved chart', () => {
  it('leaves a short name as it is, and of a long one the beginning and the end', () => {
    expect(legendNames(['spirals, training'], 500)).toEqual(['spirals, training']);
    expect(legendNames([long], 500)).toEqual([`${'a'.repeat(30)}…${'a'.repeat(17)}, validation`]);
  });

  it('shortens names further where the chart is narrow', () => {
    expect(Array.from(legendNames([long], 200)[0] ?? '').length * 6.5 + 50).toBeLessThanOrEqual(200);
  });

  it('has no letters that a file of XML must not have', () => {
    expect(legendNames(['a\u0007b\tc'], 500)).toEqual(['a b c']);
  });

  it('takes the rows that its names need, one at least', () => {
    expect(legendRows([], 500)).toBe(1);
    expect(legendRows(['training', 'validation'], 500)).toBe(1);
    expect(legendRows([long, long, long], 500)).toBe(3);
  });

  it('tells apart what differs in the middle of long names', () => {
    const named = (units: number) => `${'long '.repeat(12)}${units} units ${'long '.repeat(12)}, validation`;
    const [one, other] = legendNames([named(8), named(16)], 300);
    expect(one).toContain('8');
    expect(other).toContain('16');
  });
});
