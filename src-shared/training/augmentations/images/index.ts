import type { PreparedDataset } from '../../../data/prepared';
import type { Shape } from '../../../ops/shape';
import type { Augmentation } from '..';
import type { Cover } from '../augmentation';
import { drawChanges, type ImageChanges } from '../changes';
import { mixColors } from './mixColors';
import { plainNumbers } from './plainNumbers';
import { type PlainImage, resample } from './resample';

/** Images as they are stored, one after another, and how the network sees them. */
export interface StoredImages extends Pick<PreparedDataset, 'inputDtype' | 'scaling'> {
  /** height × width × channels */
  readonly inputShape: Shape;
  readonly values: Float32Array;
}

/**
 * Images as a training step sees them: changed at random and scaled. What the compiled step does within rounding, for
 * where there is no TensorFlow: a preview, and training in plain JavaScript.
 */
export function augmentImages(
  { values, inputShape, inputDtype, scaling }: StoredImages,
  augmentation: Augmentation | undefined,
  { seed, step }: { readonly seed: number; readonly step: number },
): Float32Array {
  const [height = 0, width = 0, channels = 0] = inputShape;
  const size = height * width * channels;
  const images = values.length / size;
  const changes = drawChanges(plainNumbers(images, seed, step), augmentation, { height, width });
  const result = new Float32Array(values.length);
  for (let image = 0; image < images; image++) {
    const pixels = values.slice(image * size, (image + 1) * size);
    for (const { mixedWith, factor } of changes.colors) {
      mixColors(pixels, channels, {
        mixedWith,
        factor: factor[image] ?? 1,
        areBytes: inputDtype === 'uint8',
      });
    }
    scale(pixels, scaling);
    const moved = move({ height, width, channels, pixels }, changes, image);
    for (const cover of changes.covers) hide({ height, width, channels, pixels: moved }, cover, image);
    result.set(moved, image * size);
  }
  return result;
}

function scale(pixels: Float32Array, { offset, factor }: PreparedDataset['scaling']): void {
  pixels.forEach((value, place) => {
    const centered = Math.fround(value - (offset[place % offset.length] ?? 0));
    pixels[place] = centered * (factor[place % factor.length] ?? 1);
  });
}

function move(image: PlainImage, changes: ImageChanges<Float32Array>, index: number): Float32Array {
  if (changes.move === null) return image.pixels;
  const { map, fill } = changes.move;
  const at = (values: Float32Array) => values[index] ?? 0;
  const places = {
    xx: at(map.xx),
    xy: at(map.xy),
    x0: at(map.x0),
    yx: at(map.yx),
    yy: at(map.yy),
    y0: at(map.y0),
  };
  return resample(image, places, fill);
}

/** Makes a square of the image 0, in place. */
function hide(
  { height, width, channels, pixels }: PlainImage,
  cover: Cover<Float32Array>,
  index: number,
): void {
  const top = cover.top[index] ?? 0;
  const left = cover.left[index] ?? 0;
  for (let y = Math.max(0, top); y < Math.min(height, top + cover.side); y++) {
    const row = y * width;
    const [first, last] = [Math.max(0, left), Math.min(width, left + cover.side)];
    if (first < last) pixels.fill(0, (row + first) * channels, (row + last) * channels);
  }
}
