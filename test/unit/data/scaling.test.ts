import { describe, expect, it } from 'vitest';
import type { Scaling } from '@shared/data/dataset';
import { type FittedScaling, scalingFit } from '../../../src-main/engine/datasets/preparing/scaling';

function fitted(scaling: Scaling, values: Uint8Array | Float32Array, lastAxis: number): FittedScaling {
  const fit = scalingFit(scaling, values instanceof Uint8Array ? 'uint8' : 'float32', lastAxis);
  if (!('add' in fit)) return fit;
  const half = Math.floor(values.length / lastAxis / 2) * lastAxis;
  fit.add(values.subarray(0, half));
  fit.add(values.subarray(half));
  return fit.result();
}

/** Columns 2, 4, 4, 4, 5, 5, 7, 9 (mean 5, deviation 2) and always 3. */
const table = Float32Array.from([2, 4, 4, 4, 5, 5, 7, 9].flatMap((value) => [value, 3]));

describe('scaling', () => {
  it('none leaves values as they are', () => {
    expect(fitted('none', table, 2)).toEqual({ offset: [0], factor: [1] });
  });

  it('unit divides bytes by 255', () => {
    expect(fitted('unit', Uint8Array.of(3, 4), 1)).toEqual({ offset: [0], factor: [1 / 255] });
  });

  it('unit takes columns by their range, a constant one with factor 1', () => {
    expect(fitted('unit', table, 2)).toEqual({ offset: [2, 3], factor: [1 / 7, 1] });
  });

  it('standardize takes each column by its mean and deviation, a constant one with factor 1', () => {
    const { offset, factor } = fitted('standardize', table, 2);
    expect(offset[0]).toBeCloseTo(5, 12);
    expect(factor[0]).toBeCloseTo(1 / 2, 12);
    expect(offset[1]).toBe(3);
    expect(factor[1]).toBe(1);
  });

  it('standardize takes images by channel', () => {
    // Red 2, 4, 4, 4, 5, 5, 7, 9; green always 255; blue 0 and 100 in turn (mean 50, deviation 50).
    const image = Uint8Array.from(
      [2, 4, 4, 4, 5, 5, 7, 9].flatMap((red, index) => [red, 255, (index % 2) * 100]),
    );
    expect(fitted('standardize', image, 3)).toEqual({ offset: [5, 255, 50], factor: [1 / 2, 1, 1 / 50] });
  });

  it('loses nothing of small deviations around a large mean', () => {
    const { offset, factor } = fitted('standardize', Float32Array.of(1_000_000, 1_000_002), 1);
    expect(offset).toEqual([1_000_001]);
    expect(factor).toEqual([1]);
  });
});
