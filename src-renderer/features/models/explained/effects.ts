import type { Attribution } from '@shared/contract/models';

/** For the answer, and against it: two colors that everybody tells apart (ColorBrewer, PuOr). */
const colorFor = [230, 97, 1] as const;
const colorAgainst = [128, 115, 172] as const;

/** The same for styles. */
export const effectColors = {
  '--for': `rgb(${colorFor.join(' ')})`,
  '--against': `rgb(${colorAgainst.join(' ')})`,
};

/** Draws an image in gray with what its parts did to the answer over it; the strongest effect is the fullest color. */
export function drawEffects(
  canvas: HTMLCanvasElement,
  values: readonly number[],
  [height = 1, width = 1, channels = 1]: readonly number[],
  { effects }: Pick<Attribution, 'effects'>,
): void {
  const most = Math.max(...effects.map(Math.abs), 1e-9);
  const brightest = Math.max(...values, 1e-9);
  const pixels = new Uint8ClampedArray(4 * width * height);
  effects.forEach((effect, place) => {
    const own = values.slice(place * channels, (place + 1) * channels);
    const gray = (255 * own.reduce((sum, value) => sum + value, 0)) / channels / brightest;
    const share = 0.85 * (Math.abs(effect) / most);
    const color = effect < 0 ? colorAgainst : colorFor;
    color.forEach((part, at) => (pixels[4 * place + at] = (1 - share) * gray + share * part));
    pixels[4 * place + 3] = 255;
  });
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
