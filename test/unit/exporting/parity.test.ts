import { describe, expect, it } from 'vitest';
import { compareOutputs } from '../../../src-main/engine/exporting/proof/outputs';

const compare = (ours: readonly number[], theirs: readonly number[], width = 2) =>
  compareOutputs(Float32Array.from(ours), Float32Array.from(theirs), {
    width,
    split: 'validation',
    classification: true,
  });

describe('an export beside the trainer', () => {
  it('passes where outputs up to 1 in size agree within 0.00001', () => {
    expect(compare([0.5, -0.5], [0.500008, -0.5]).passed).toBe(true);
    expect(compare([0.5, -0.5], [0.50002, -0.5]).passed).toBe(false);
    expect(compare([0.5, -0.5], [0.502, -0.5]).passed).toBe(false);
  });

  it('may differ in proportion where outputs are larger', () => {
    expect(compare([1000, 0], [1000.008, 0]).passed).toBe(true);
    expect(compare([1000, 0], [1000.02, 0]).passed).toBe(false);
    expect(compare([-1000, 0], [-1000.008, 0]).passed).toBe(true);
    expect(compare([1000, 0], [1000, 0]).tolerance).toBeCloseTo(0.01, 8);
  });

  it('says the largest and the mean difference, and how often both choose the same class', () => {
    const report = compare([0, 1, 1, 0], [0.25, 1, 0, 0.5]);
    expect(report.largestDifference).toBe(1);
    expect(report.meanDifference).toBe(1.75 / 4);
    expect(report.sameTop1).toBe(0.5);
    expect(report.examples).toBe(2);
  });

  it('never passes where something is missing, not a number, or nothing was compared', () => {
    expect(compare([1, 2], [1]).passed).toBe(false);
    expect(compare([1, NaN], [1, NaN]).passed).toBe(false);
    expect(compare([], []).passed).toBe(false);
  });
});
