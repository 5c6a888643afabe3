import type { MixedWith } from '../augmentation';
import { brightestByte, grayWeights } from '../changes';

/** color·factor + other·(1 − factor) for each pixel of one image, in place; bytes stay within 0 and 255. */
export function mixColors(
  pixels: Float32Array,
  channels: number,
  { mixedWith, factor, areBytes }: { mixedWith: MixedWith; factor: number; areBytes: boolean },
): void {
  const weights = grayWeights(channels);
  const grayAt = (start: number) =>
    weights.reduce((sum, weight, channel) => sum + weight * (pixels[start + channel] ?? 0), 0);
  let mean = 0;
  if (mixedWith === 'meanGray') {
    for (let start = 0; start < pixels.length; start += channels) mean += grayAt(start);
    mean /= pixels.length / channels;
  }
  for (let start = 0; start < pixels.length; start += channels) {
    const other = { black: 0, meanGray: mean, gray: mixedWith === 'gray' ? grayAt(start) : 0 }[mixedWith];
    for (let channel = 0; channel < channels; channel++) {
      const mixed = factor * (pixels[start + channel] ?? 0) + (1 - factor) * other;
      pixels[start + channel] = areBytes ? Math.min(Math.max(mixed, 0), brightestByte) : mixed;
    }
  }
}
