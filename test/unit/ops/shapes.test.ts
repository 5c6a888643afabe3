import { describe, expect, it } from 'vitest';
import { broadcastShapes, reducedShape, samePads, slidingOutput } from '@shared/ops/shapes';

describe('shapes broadcast as NumPy’s do', () => {
  it.each([
    [[null, 5, 4], [4], [null, 5, 4]],
    [
      [null, 1],
      [1, 3],
      [null, 3],
    ],
    [[], [null, 2], [null, 2]],
    [
      [1, 2],
      [null, 1],
      [null, 2],
    ],
  ])('%j with %j gives %j', (a, b, result) => {
    expect(broadcastShapes(a, b)).toEqual(result);
    expect(broadcastShapes(b, a)).toEqual(result);
  });
  it('or not at all', () => {
    expect(() => broadcastShapes([null, 2], [null, 3])).toThrow();
    expect(() => broadcastShapes([null], [3])).toThrow();
  });
});

it('reducing takes axes away or leaves 1, counted from either end', () => {
  expect(reducedShape([null, 4, 6], [-1], false)).toEqual([null, 4]);
  expect(reducedShape([null, 4, 6], [1, 2], true)).toEqual([null, 1, 1]);
  expect(reducedShape([null, 4, 6], [0, -2], false)).toEqual([6]);
});

describe('a sliding window', () => {
  // AlexNet's first layer; LeNet's pool; seven rows in steps of two; a kernel of three taps two apart.
  it.each([
    [{ size: [11, 11], strides: [4, 4], padding: 'valid' }, [227, 227], [55, 55]],
    [{ size: [2, 2], strides: [2, 2], padding: 'valid' }, [28, 29], [14, 14]],
    [{ size: [3, 3], strides: [2, 2], padding: 'same' }, [7, 8], [4, 4]],
    [{ size: [3, 3], strides: [1, 1], padding: 'valid', dilations: [2, 1] }, [9, 9], [5, 7]],
  ] as const)('%j over %j gives %j', (window, image, output) => {
    expect(slidingOutput(image, window)).toEqual(output);
  });
  it('is padded with the larger half at the end', () => {
    // Over 8 rows 4 windows of 3 in steps of 2 reach to row 9: one row, at the bottom. Over 7 they need two more.
    expect(samePads([8, 7], { size: [3, 3], strides: [2, 2] })).toEqual([0, 1, 1, 1]);
    expect(samePads([8, 8], { size: [1, 1], strides: [3, 3] })).toEqual([0, 0, 0, 0]);
    expect(samePads([5, 5], { size: [3, 2], strides: [1, 1], dilations: [2, 1] })).toEqual([2, 0, 2, 1]);
  });
});
