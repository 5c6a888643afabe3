import { describe, expect, it } from 'vitest';
import { formatDuration, formatNumber, formatShare } from '@shared/format';

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [0.85, '850 ms'],
    [0.9996, '1.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.7, '1 min 00 s'],
    [179.7, '3 min 00 s'],
    [245, '4 min 05 s'],
    [3599.6, '1 h 00 min'],
    [7170, '2 h 00 min'],
    [7620, '2 h 07 min'],
    [3_600_000, '1,000 h 00 min'],
    [null, '–'],
  ])('of %d seconds are said as %s', (seconds, words) => {
    expect(formatDuration(seconds)).toBe(words);
  });

  it('never have sixty of a unit', () => {
    for (let seconds = 0; seconds < 8000; seconds += 0.1)
      expect(formatDuration(seconds)).not.toMatch(/^60 s|60 (s|min)$|^1000 ms/);
  });
});

describe('numbers', () => {
  it.each([
    [0, '0'],
    [0.123456, '0.1235'],
    [-0.123456, '−0.1235'],
    [1234.5678, '1,235'],
    [-12345, '−12,345'],
    [1.5e-5, '1.500e−5'],
    [-1.5e-5, '−1.500e−5'],
    [-2.5e9, '−2.500e9'],
    [NaN, 'not a number'],
    [-Infinity, '−∞'],
    [null, '–'],
  ])('of %d are written as %s', (number, words) => {
    expect(formatNumber(number)).toBe(words);
  });
});

describe('shares', () => {
  it('have one decimal', () => {
    expect([0, 0.5, 2 / 3, 1].map(formatShare)).toEqual(['0.0 %', '50.0 %', '66.7 %', '100.0 %']);
    expect(formatShare(null)).toBe('–');
    expect(formatShare(Number.NaN)).toBe('not a number');
  });

  it('are whole only where nothing is missing', () => {
    expect(formatShare(0.9999)).toBe('99.9 %');
  });
});
