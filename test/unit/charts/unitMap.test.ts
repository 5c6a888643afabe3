import { describe, expect, it } from 'vitest';
import { unitMapPixels, type UnitMap } from '../../../src-renderer/shared/charts/units/unitMap';

const colored = (range: readonly [number, number], bytes: number[], isUpward = true) =>
  pixelsOf({ bytes: Uint8Array.from(bytes), range, width: 2, height: 2, isUpward });

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

  it('pales where the strongest colors stand for more than it has', () => {
    const map = {
      bytes: Uint8Array.of(0, 255),
      range: [-1, 2] as const,
      width: 2,
      height: 1,
      isUpward: false,
    };
    const [negative, positive] = pixelsOf({ ...map, scale: 4 });
    expect([negative, positive]).toEqual([
      [255, 191, 191],
      [128, 128, 255],
    ]);
  });

  it('of red, green and blue is gray where they are zero', () => {
    // Two places: −2, 0 and 2 of the colors, then 1, 1 and 1.
    const bytes = Uint8Array.of(0, 127.5, 255, 191, 191, 191);
    const map = { bytes, range: [-2, 2] as const, width: 2, height: 1, isUpward: false, channels: 3 };
    const [first, second] = pixelsOf(map);
    expect(first).toEqual([0, 127, 255]);
    expect(second).toEqual([191, 191, 191]);
  });
});

function pixelsOf(map: UnitMap): number[][] {
  const pixels = unitMapPixels(map, ['#ff0000', '#0000ff'], '#ffffff');
  return Array.from({ length: pixels.length / 4 }, (_, at) => [...pixels.subarray(4 * at, 4 * at + 3)]);
}
