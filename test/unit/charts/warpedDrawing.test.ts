import { describe, expect, it } from 'vitest';
import { cellClasses, readWarped } from '../../../src-renderer/shared/charts/plane/warpedDrawing';

describe('the warped plane', () => {
  it('is read as a grid and the examples behind it, each with its class', () => {
    const coordinates = [0, 0, 65_535, 0, 0, 65_535, 65_535, 65_535, 13_107, 52_428];
    const bytes = coordinates.flatMap((value) => [value & 255, value >> 8]);
    const points = Buffer.from(bytes).toString('base64');
    const { grid, examples } = readWarped({ points, xRange: [-1, 4], yRange: [0, 10] }, 2, [2]);
    expect(grid).toEqual([
      [-1, 0],
      [4, 0],
      [-1, 10],
      [4, 10],
    ]);
    expect(examples).toEqual([{ place: [0, 8], label: 2 }]);
  });

  it('has in each cell the class that the net answers in the mean of its corners, and how surely', () => {
    // Class 1 at the upper right corner alone, and half of it at the point in the middle.
    const shares = [0, 0, 0, 0, 127.5, 0, 0, 255, 255].map(Math.floor);
    const probabilities = Buffer.from(shares.flatMap((share) => [255 - share, share])).toString('base64');
    const cells = cellClasses({ side: 3, answers: { classes: 2, probabilities } });
    expect(cells?.(0, 0).label).toBe(0);
    expect(cells?.(0, 0).certainty).toBeCloseTo(1 - (2 * 127) / 255 / 4, 10);
    expect(cells?.(1, 1).label).toBe(1);
    expect(cells?.(1, 1).certainty).toBeCloseTo((2 * (127 + 255 + 255)) / 255 / 4 - 1, 10);
  });

  it('has no classes of regression', () => {
    expect(cellClasses({ side: 3, answers: null })).toBeNull();
  });
});
