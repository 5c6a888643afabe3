import { describe, expect, it } from 'vitest';
import {
  nearestIndex,
  sampled,
  SeriesBuffer,
  smoothed,
  toPairs,
  undrawable,
} from '../../../src-renderer/shared/charts/curves/series';
import { lowerBound } from '@shared/runs/curves/lowerBound';

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a growing curve', () => {
  it('keeps every value that was appended, over many growths of its arrays', () => {
    const buffer = new SeriesBuffer();
    for (let step = 1; step <= 5000; step += 10) buffer.append(range(step, step + 9), range(step, step + 9));
    const { steps, values } = buffer.points();
    expect([...Array.from(steps)]).toEqual(range(1, 5000));
    expect([...Array.from(values)]).toEqual(range(1, 5000));
  });

  it('lets a run that goes on from a checkpoint take the place of the steps after it', () => {
    const buffer = new SeriesBuffer();
    buffer.append([1, 2, 3, 4], [10, 20, 30, 40]);
    buffer.append([3, 4, 5], [31, 41, 51]);
    expect(Array.from(buffer.points().steps)).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(buffer.points().values)).toEqual([10, 20, 31, 41, 51]);
  });

  it('adds only what is newer where live values overlap the history', () => {
    const buffer = new SeriesBuffer();
    buffer.append([1, 2, 3], [1, 2, 3]);
    buffer.appendNewer([2, 3, 4, 5], [99, 99, 4, 5]);
    expect(Array.from(buffer.points().values)).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows a loss that was not finite as a gap, and no value for it', () => {
    const buffer = new SeriesBuffer();
    buffer.append([1, 2], [0.5, null]);
    expect(buffer.lastStep).toBe(2);
    expect(buffer.lastValue).toBeNull();
    expect(toPairs(buffer.points(), false)).toEqual([
      [1, 0.5],
      [2, '-'],
    ]);
  });
});

describe('thinning a curve', () => {
  it('takes points evenly apart of a smooth curve, with both ends', () => {
    const points = { steps: range(1, 1000), values: range(1, 1000) };
    const steps = Array.from(sampled(points, 10).steps);
    expect(steps).toEqual([1, 112, 223, 334, 445, 556, 667, 778, 889, 1000]);
  });
});

describe('smoothing', () => {
  it('leaves a constant curve as it is, from its first value on', () => {
    const { values } = smoothed({ steps: [1, 2, 3, 4], values: [3, 3, 3, 3] }, 0.9);
    for (const value of Array.from(values)) expect(value).toBeCloseTo(3, 12);
  });

  it('weighs the past as worked by hand: (0.5·0.5·1 + 0.5·3) ÷ 0.75 for 1, 3', () => {
    const { values } = smoothed({ steps: [1, 2], values: [1, 3] }, 0.5);
    expect(values[1]).toBeCloseTo((0.25 * 1 + 0.5 * 3) / 0.75, 12);
  });

  it('passes over gaps', () => {
    const { values } = smoothed({ steps: [1, 2, 3], values: [2, NaN, 2] }, 0.9);
    expect(values[1]).toBeNaN();
    expect(values[2]).toBeCloseTo(2, 12);
  });
});

describe('reading a curve', () => {
  const points = { steps: [10, 20, 30], values: [1, 2, 3] };

  it('finds the nearest measured step', () => {
    expect([-5, 10, 14, 16, 25, 26, 99].map((step) => nearestIndex(points, step))).toEqual([
      0, 0, 0, 1, 1, 2, 2,
    ]);
    expect(nearestIndex({ steps: [], values: [] }, 1)).toBe(-1);
  });

  it('finds the first step that is not below another', () => {
    expect([5, 10, 11, 30, 31].map((step) => lowerBound(points.steps, 3, step))).toEqual([0, 0, 1, 2, 3]);
  });

  it('leaves out on a logarithmic axis what has no logarithm', () => {
    expect(toPairs({ steps: [1, 2, 3], values: [0, -1, 2] }, true)).toEqual([
      [1, '-'],
      [2, '-'],
      [3, 2],
    ]);
  });
});

describe('a logarithmic axis', () => {
  it('is smoothed in its logarithms, and does not go on falling where a curve has reached 0', () => {
    const { values } = smoothed({ steps: [1, 2, 3, 4, 5], values: [1, 0.01, 0, 0, 0.01] }, 0.5, true);
    // Weights ½ and 1 of ln 1 and ln 0.01: two thirds of the way down.
    expect(values[1]).toBeCloseTo(0.01 ** (2 / 3), 12);
    expect(values[2]).toBeNaN();
    expect(values[3]).toBeNaN();
    // Then ¼, ½ and 1 of what could be drawn.
    expect(values[4]).toBeCloseTo(0.01 ** (6 / 7), 12);
  });

  it('has a mark where a value cannot be drawn, and of many so many as are wanted', () => {
    const points = { steps: [1, 2, 3, 4], values: [0, 1, NaN, -2] };
    expect(undrawable(points, true, 10)).toEqual([1, 3, 4]);
    expect(undrawable(points, false, 10)).toEqual([3]);
    const zeros = {
      steps: Array.from({ length: 1000 }, (_, step) => step),
      values: new Array<number>(1000).fill(0),
    };
    expect(undrawable(zeros, true, 50).length).toBeLessThanOrEqual(50);
    expect(undrawable(zeros, true, 50)[0]).toBe(0);
  });
});
