import { rgb } from 'd3-color';
import { bytesFromBase64 } from '../../files/base64';
import { imagePixels } from '../images/pixels';

/** What one unit gives over the plane, one channel over an image, or a unit's weights as an image. */
export interface UnitMap {
  /** A byte a point, from the smallest value to the largest: row by row. */
  readonly bytes: Uint8Array;
  readonly range: readonly [number, number];
  readonly width: number;
  readonly height: number;
  /** Whether the first row is the lowest, as that of a plane is, or the uppermost. */
  readonly isUpward: boolean;
  /** 3 where each place has a value for red, green and blue; otherwise it has one. */
  readonly channels?: number;
  /** The value that the strongest colors stand for; absent: the largest of this map. */
  readonly scale?: number;
}

/** The maps of several units, whose bytes lie one behind another. */
export function unitMapsIn(
  values: string,
  ranges: readonly (readonly [number, number])[],
  size: Omit<UnitMap, 'bytes' | 'range'>,
): UnitMap[] {
  const all = bytesFromBase64(values);
  const points = size.width * size.height * (size.channels ?? 1);
  return ranges.map((range, unit) => ({
    ...size,
    bytes: all.subarray(unit * points, (unit + 1) * points),
    range,
  }));
}

/** The value that a map's strongest colors stand for; those of a map of zeros alone for 1. */
export function strongestOf({ range: [low, high], scale }: Pick<UnitMap, 'range' | 'scale'>): number {
  return (scale ?? Math.max(Math.abs(low), Math.abs(high))) || 1;
}

function valueOf({ range: [low, high] }: UnitMap, byte: number): number {
  return low + ((high - low) * byte) / 255;
}

/** The value at a point of a map of the plane. @param row from the smallest y */
export function unitMapValue(map: UnitMap, column: number, row: number): number {
  return valueOf(map, map.bytes[row * map.width + column] ?? 0);
}

/** What each byte of a map stands for, as a share of what its strongest colors stand for: from −1 to 1. */
function sharesOf(map: UnitMap): Float32Array {
  const strongest = strongestOf(map);
  return Float32Array.from({ length: 256 }, (_, byte) => valueOf(map, byte) / strongest);
}

/**
 * A unit's map as pixels, one a point, from the top row down: the first color for what is negative, the second
 * for what is positive, the paler the nearer to zero. Values for red, green and blue are those, gray where they are zero.
 * @returns RGBA bytes
 */
export function unitMapPixels(
  map: UnitMap,
  [negative, positive]: readonly [string, string],
  background: string,
): Uint8ClampedArray<ArrayBuffer> {
  const { bytes, width, height, isUpward } = map;
  const shares = sharesOf(map);
  if (map.channels === 3) {
    const values = Uint8ClampedArray.from(shares, (share) => 127.5 * (1 + share));
    return imagePixels(
      bytes.map((byte) => values[byte] ?? 0),
      3,
    );
  }
  const [base, below, above] = [rgb(background), rgb(negative), rgb(positive)];
  // A byte has one color wherever it stands, so there are fewer colors to mix than points.
  const colors = new Uint8ClampedArray(4 * shares.length);
  shares.forEach((signed, byte) => {
    const share = Math.abs(signed);
    const color = signed < 0 ? below : above;
    colors[4 * byte] = base.r + (color.r - base.r) * share;
    colors[4 * byte + 1] = base.g + (color.g - base.g) * share;
    colors[4 * byte + 2] = base.b + (color.b - base.b) * share;
    colors[4 * byte + 3] = 255;
  });
  const colorOf = new Uint32Array(colors.buffer);
  const pixels = new Uint32Array(width * height);
  for (let row = 0; row < height; row++) {
    const from = (isUpward ? height - 1 - row : row) * width;
    for (let column = 0; column < width; column++)
      pixels[row * width + column] = colorOf[bytes[from + column] ?? 0] ?? 0;
  }
  return new Uint8ClampedArray(pixels.buffer);
}
