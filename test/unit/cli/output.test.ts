import { describe, expect, it } from 'vitest';
import { formatMetric } from '../../../src-main/cli/output';

describe('a figure of a run', () => {
  it('is a share in percent for every accuracy, and a number for all else', () => {
    expect(formatMetric('testAccuracy', 0.98765)).toBe('98.8 %');
    expect(formatMetric('testAccuracy', 0.9996)).toBe('99.9 %');
    expect(formatMetric('bestValidationAccuracy', 1)).toBe('100.0 %');
    expect(formatMetric('validationLoss', 0.98765)).toBe('0.9877');
    expect(formatMetric('bestEpoch', 3)).toBe('3');
  });
});
