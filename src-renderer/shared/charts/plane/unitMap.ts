import { rgb } from 'd3-color';

/** What one unit gives over the plane. */
export interface UnitMap {
  /** A byte a point, from the smallest value to the largest: row by row from the smallest y. */
  readonly bytes: Uint8Array;
  readonly range: readonly [number, number];
  readonly side: number;
}

/**
 * A unit's map as pixels, one a point, from the top row (largest y) down: the first color for what is negative, the second
 * for what is positive, the paler the nearer to zero.
 * @returns RGBA bytes
 */
export function unitMapPixels(
  { bytes, range: [low, high], side }: UnitMap,
  [negative, positive]: readonly [string, string],
  background: string,
): Uint8ClampedArray<ArrayBuffer> {
  const [base, below, above] = [rgb(background), rgb(negative), rgb(positive)];
  const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const pixels = new Uint8ClampedArray(side * side * 4);
  bytes.forEach((byte, point) => {
    const value = low + ((high - low) * byte) / 255;
    const share = Math.abs(value) / largest;
    const color = value < 0 ? below : above;
    const at = ((side - 1 - Math.floor(point / side)) * side + (point % side)) * 4;
    pixels[at] = base.r + (color.r - base.r) * share;
    pixels[at + 1] = base.g + (color.g - base.g) * share;
    pixels[at + 2] = base.b + (color.b - base.b) * share;
    pixels[at + 3] = 255;
  });
  return pixels;
}
