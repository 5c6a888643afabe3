import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawWhole } from '../draws';
import { outOfPicture, pointMap } from '../pointMaps';

/** Pads by n pixels all around and cuts a window of the image's own size out of that: PyTorch's `RandomCrop`. */
export const crop = defineMove({
  kind: 'crop',
  schema: z.int().min(0).max(64),
  usual: 4,
  field: {
    label: 'Crop, padded by',
    help: 'Pads training images by so many pixels all around and cuts a window of their own size out at random.',
    control: 'integer',
    minimum: 0,
    maximum: 64,
  },
  words: 'pads them and crops them at random',
  isWhole: true,
  misfit: outOfPicture,
  map: (numbers, padding) =>
    pointMap(numbers, {
      x0: drawWhole(numbers, -6, -padding, 2 * padding + 1),
      y0: drawWhole(numbers, -5, -padding, 2 * padding + 1),
    }),
});
