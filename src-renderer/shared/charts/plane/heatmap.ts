import { rgb } from 'd3-color';

/** Class probabilities over a grid of the plane, row by row from the smallest y. */
export interface ProbabilityGrid {
  readonly columns: number;
  readonly rows: number;
  readonly classes: number;
  readonly probabilities: ArrayLike<number>;
}

/** Of the surest class's color, how much shows; the rest is background so that points stay visible. */
const strength = 0.62;

/**
 * The grid as pixels, one a cell, from the top row (largest y) down. A cell has its most probable class's color,
 * the paler the less sure the network is.
 * @returns RGBA bytes, rows × columns × 4.
 */
export function heatmapPixels(
  grid: ProbabilityGrid,
  colors: readonly string[],
  background: string,
): Uint8ClampedArray<ArrayBuffer> {
  const { columns, rows, classes } = grid;
  const base = rgb(background);
  const read = colors.map((color) => rgb(color));
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const { index, probability } = mostProbable(grid.probabilities, cell * classes, classes);
      const certainty = classes > 1 ? (probability - 1 / classes) / (1 - 1 / classes) : probability;
      const share = strength * (0.15 + 0.85 * certainty);
      const color = read[index] ?? base;
      const at = ((rows - 1 - row) * columns + column) * 4;
      pixels[at] = base.r + (color.r - base.r) * share;
      pixels[at + 1] = base.g + (color.g - base.g) * share;
      pixels[at + 2] = base.b + (color.b - base.b) * share;
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** The class with the highest probability among `classes` values from `offset` on. */
export function mostProbable(
  probabilities: ArrayLike<number>,
  offset: number,
  classes: number,
): { index: number; probability: number } {
  let index = 0;
  for (let candidate = 1; candidate < classes; candidate++) {
    if ((probabilities[offset + candidate] ?? 0) > (probabilities[offset + index] ?? 0)) index = candidate;
  }
  return { index, probability: probabilities[offset + index] ?? 0 };
}
