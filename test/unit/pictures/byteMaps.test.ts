import { describe, expect, it } from 'vitest';
import { byteMaps } from '../../../src-main/trainer/run/pictures/layers/byteMaps';

const bytesOf = (values: string) => [...Buffer.from(values, 'base64')];

describe('maps as bytes', () => {
  it('go unit by unit from the smallest to the largest value of each, and take what is no number for 0', () => {
    // Three places of two units.
    const { ranges, values } = byteMaps(Float32Array.of(-1, 7, 0, 7, 1, NaN), 3, 2);
    expect(ranges).toEqual([
      [-1, 1],
      [0, 7],
    ]);
    expect(bytesOf(values)).toEqual([0, 128, 255, 255, 255, 0]);
  });

  it('are black where a unit says the same everywhere', () => {
    expect(bytesOf(byteMaps(Float32Array.of(5, 5), 2, 1).values)).toEqual([0, 0]);
  });

  it('are fewer of a large image, one of any', () => {
    const shown = (side: number, units: number) =>
      byteMaps(new Float32Array(side * side * units), side * side, units).ranges.length;
    expect(byteMaps(new Float32Array(625 * 196), 625, 196, 196).ranges).toHaveLength(196);
    expect([shown(2, 100), shown(256, 8), shown(1024, 2)]).toEqual([64, 4, 1]);
  });
});
