import type { Fill } from '..';
import type { ImageSize } from '../augmentation';

/** One image's point map, in numbers. */
export type Places = Readonly<Record<'xx' | 'xy' | 'x0' | 'yx' | 'yy' | 'y0', number>>;

/** An image, row by row, its channels side by side. */
export interface PlainImage extends ImageSize {
  readonly channels: number;
  readonly pixels: Float32Array;
}

/**
 * Where a coordinate outside an image is taken from, as `ImageProjectiveTransformV3` has it: REFLECT repeats the pixel
 * at the edge (d c b a | a b c d | d c b a).
 */
function inside(at: number, length: number, fill: Fill): number {
  if (fill === 'zero') return at;
  if (fill === 'edge') return Math.min(Math.max(at, 0), length - 1);
  if (length <= 1) return 0;
  const period = 2 * length;
  const folded = at + 0.5 - period * Math.floor((at + 0.5) / period);
  const mirrored = (folded < length ? folded : period - folded) - 0.5;
  return Math.min(Math.max(mirrored, 0), length - 1);
}

/** The image whose pixels are taken from where the map says, mixed of the four around (bilinear); 0 outside. */
export function resample(
  { height, width, channels, pixels }: PlainImage,
  map: Places,
  fill: Fill,
): Float32Array {
  const result = new Float32Array(pixels.length);
  const value = (x: number, y: number, channel: number): number => {
    const isOutside = x < 0 || y < 0 || x >= width || y >= height;
    return isOutside ? 0 : (pixels[(y * width + x) * channels + channel] ?? 0);
  };
  for (let y = 0, place = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = inside(Math.fround(map.xx * x + map.xy * y + map.x0), width, fill);
      const fromY = inside(Math.fround(map.yx * x + map.yy * y + map.y0), height, fill);
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [right, below] = [fromX - left, fromY - top];
      for (let channel = 0; channel < channels; channel++, place++) {
        const row = (at: number) =>
          (1 - right) * value(left, at, channel) + (right === 0 ? 0 : right * value(left + 1, at, channel));
        result[place] = (1 - below) * row(top) + (below === 0 ? 0 : below * row(top + 1));
      }
    }
  }
  return result;
}
