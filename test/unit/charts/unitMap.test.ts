import { describe, expect, it } from 'vitest';
import { unitMapPixels } from '../../../src-renderer/shared/charts/plane/unitMap';

const colored = (range: readonly [number, number], bytes: number[], isUpward = true) => {
  const pixels = unitMapPixels(
    { bytes: Uint8Array.from(bytes), range, width: 2, height: 2, isUpward },
    ['#ff0000', '#0000ff'],
    '#ffffff',
  );
  return Array.from({ length: 4 }, (_, point) => [...pixels.subarray(4 * point, 4 * point + 3)]);
};

describe('the map of a unit', () => {
  it('has the color of the sign, full where the value is furthest from zero, and the smallest y at the bottom', () => {
    // Values −2 and 2 below, 0 and about 1 above.
    const [topLeft, topRight, bottomLeft, bottomRight] = colored([-2, 2], [0, 255, 127.5, 191]);
    expect([bottomLeft, bottomRight]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
    expect(topLeft?.every((channel) => channel >= 253)).toBe(true);
    expect(topRight?.[0]).toBeCloseTo(128, -1);
  });

  it('over an image has its first row at the top', () => {
    const [topLeft, , bottomLeft] = colored([-2, 2], [0, 0, 255, 255], false);
    expect([topLeft, bottomLeft]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
  });

  it('is of the ground’s color for a unit that never fires', () => {
    expect(colored([0, 0], [0, 0, 0, 0])).toEqual([0, 1, 2, 3].map(() => [255, 255, 255]));
  });
});
