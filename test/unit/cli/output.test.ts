import { describe, expect, it } from 'vitest';
import { formatMetric, formatSeconds } from '../../../src-main/cli/output';

describe('a duration', () => {
  it.each([
    [0, '0.0 s'],
    [9.94, '9.9 s'],
    [9.96, '10 s'],
    [59.4, '59 s'],
    [59.6, '1 min 0 s'],
    [119.6, '2 min 0 s'],
    [179.7, '3 min 0 s'],
    [3599.6, '1 h 0 min'],
    [5400, '1 h 30 min'],
    [7199, '2 h 0 min'],
    [null, '–'],
  ])('of %s seconds is written as %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });
});

describe('a figure of a run', () => {
  it('is a share in percent for every accuracy, and a number for all else', () => {
    expect(formatMetric('testAccuracy', 0.98765)).toBe('98.8 %');
    expect(formatMetric('bestValidationAccuracy', 1)).toBe('100.0 %');
    expect(formatMetric('validationLoss', 0.98765)).toBe('0.9877');
    expect(formatMetric('bestEpoch', 3)).toBe('3');
  });
});
