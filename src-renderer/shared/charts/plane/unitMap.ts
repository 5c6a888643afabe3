import { rgb } from 'd3-color';
import { bytesFromBase64 } from '../../files/base64';

/** What one unit gives over the plane, or one channel over an image. */
export interface UnitMap {
  /** A byte a point, from the smallest value to the largest: row by row. */
  readonly bytes: Uint8Array;
  readonly range: readonly [number, number];
  readonly width: number;
  readonly height: number;
  /** Whether the first row is the lowest, as that of a plane is, or the uppermost. */
  readonly isUpward: boolean;
}

/** The maps of several units, whose bytes lie one behind another. */
export function unitMapsIn(
  values: string,
  ranges: readonly (readonly [number, number])[],
  size: Pick<UnitMap, 'width' | 'height' | 'isUpward'>,
): UnitMap[] {
  const all = bytesFromBase64(values);
  const points = size.width * size.height;
  return ranges.map((range, unit) => ({
    ...size,
    bytes: all.subarray(unit * points, (unit + 1) * points),
    range,
  }));
}

/**
 * A unit's map as pixels, one a point, from the top row down: the first color for what is negative, the second
 * for what is positive, the paler the nearer to zero.
 * @returns RGBA bytes
 */
export function unitMapPixels(
  { bytes, range: [low, high], width, height, isUpward }: UnitMap,
  [negative, positive]: readonly [string, string],
  background: string,
): Uint8ClampedArray<ArrayBuffer> {
  const [base, below, above] = [rgb(background), rgb(negative), rgb(positive)];
  const largest = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const pixels = new Uint8ClampedArray(width * height * 4);
  bytes.forEach((byte, point) => {
    const value = low + ((high - low) * byte) / 255;
    const share = Math.abs(value) / largest;
    const color = value < 0 ? below : above;
    const row = Math.floor(point / width);
    const at = ((isUpward ? height - 1 - row : row) * width + (point % width)) * 4;
    pixels[at] = base.r + (color.r - base.r) * share;
    pixels[at + 1] = base.g + (color.g - base.g) * share;
    pixels[at + 2] = base.b + (color.b - base.b) * share;
    pixels[at + 3] = 255;
  });
  return pixels;
}
