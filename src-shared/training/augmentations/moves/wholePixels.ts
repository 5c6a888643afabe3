import { z } from 'zod';
import { defineMove, type ImageSize, type Misfit, type Move } from '../augmentation';
import { drawWhole } from '../draws';
import { pointMap } from '../pointMaps';

type Pixels = z.ZodInt;

type WholePixelsDefinition<K extends string> = Pick<Move<K, Pixels>, 'kind' | 'words'> & {
  readonly usual: number;
  readonly field: { readonly label: string; readonly help: string };
  /** What each way is drawn from. */
  readonly streams: { readonly x: number; readonly y: number };
};

const mostPixels = 64;

/** Moves each image by −n to n whole pixels each way, each as likely as another. */
export function defineWholePixels<K extends string>(definition: WholePixelsDefinition<K>): Move<K, Pixels> {
  const { kind, words, usual, field, streams } = definition;
  return defineMove({
    ...{ kind, words, usual, schema: z.int().min(0).max(mostPixels), isWhole: true },
    field: { ...field, control: 'integer', minimum: 0, maximum: mostPixels },
    misfit: outOfPicture,
    map(numbers, pixels) {
      const drawn = (stream: number) => drawWhole(numbers, stream, -pixels, 2 * pixels + 1);
      return pointMap(numbers, { x0: drawn(streams.x), y0: drawn(streams.y) });
    },
  });
}

/** Nothing is left of an image that moves by its own size. */
function outOfPicture(pixels: number, { height, width }: ImageSize): Misfit | null {
  const size = Math.min(height, width);
  if (pixels < size) return null;
  return {
    message: `Moved by ${pixels} pixels, images would leave the picture`,
    remedy: `Use at most ${size - 1} pixels; an eighth of the image is usual.`,
  };
}
