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

  it('has in each cell the class that the net answers in its middle, and how surely', () => {
    const range: [number, number] = [0, 1];
    // Class 1 above and right of the middle alone.
    const probabilities = [
      [1, 0],
      [1, 0],
      [1, 0],
      [0.25, 0.75],
    ].flat();
    const picture = { kind: 'boundary', step: 0, xRange: range, yRange: range, columns: 2, rows: 2 } as const;
    const cells = cellClasses({ ...picture, classes: 2, probabilities }, 3);
    expect([cells?.(0, 0), cells?.(1, 0), cells?.(1, 1)]).toEqual([
      { label: 0, certainty: 1 },
      { label: 0, certainty: 1 },
      { label: 1, certainty: 0.5 },
    ]);
    expect(cellClasses(null, 3)).toBeNull();
  });
});
