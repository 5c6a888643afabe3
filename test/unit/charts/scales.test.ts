import { describe, expect, it } from 'vitest';
import { accuracyOf, confusionRows } from '../../../src-renderer/shared/charts/classes/confusion';
import { extentOf } from '../../../src-renderer/shared/charts/extent';
import { parseNumber, stepped } from '../../../src-renderer/shared/fields/inputs/numbers';

describe('axes', () => {
  it('reach a little beyond the values and pass over what is not finite', () => {
    expect(extentOf([0, 10, NaN, Infinity], 0.1)).toEqual([-1, 11]);
    expect(extentOf([])).toEqual([0, 1]);
    expect(extentOf([4, 4], 0.5)).toEqual([2, 6]);
  });
});

describe('a confusion matrix', () => {
  const counts = [
    [8, 2],
    [1, 9],
  ];

  it('shows the share of each class that was recognized', () => {
    expect(confusionRows(counts).map((row) => row.recall)).toEqual([0.8, 0.9]);
    expect(accuracyOf(counts)).toBe(0.85);
  });

  it('has no share for a class without examples', () => {
    expect(confusionRows([[0, 0]])[0]?.recall).toBeNull();
    expect(accuracyOf([[0]])).toBeNull();
  });
});

describe('a number as it is typed', () => {
  it('may be written in the ways people do', () => {
    expect(['0.001', '1e-3', '0,001', ' 0.001 '].map((text) => parseNumber(text, {}))).toEqual(
      Array.from({ length: 4 }, () => ({ value: 0.001 })),
    );
    expect(parseNumber('50 000', { integer: true })).toEqual({ value: 50_000 });
  });

  it('says what is wrong with it', () => {
    expect(parseNumber('many', {})).toHaveProperty('problem');
    expect(parseNumber('', {})).toHaveProperty('problem');
    expect(parseNumber('1.5', { integer: true })).toHaveProperty('problem');
    expect(parseNumber('0', { minimum: 1 })).toEqual({ problem: 'At least 1.' });
    expect(parseNumber('2', { maximum: 1 })).toEqual({ problem: 'At most 1.' });
  });

  it('is stepped by a digit of its own size, within its limits', () => {
    expect(stepped(0.001, 1, undefined, {})).toBe(0.002);
    expect(stepped(0.1, 1, 0.2, {})).toBe(0.3);
    expect(stepped(1, -1, undefined, { integer: true, minimum: 1 })).toBe(1);
  });
});
