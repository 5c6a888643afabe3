import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawWhole } from '../draws';
import { outOfPicture, pointMap } from '../pointMaps';

/** By −n to n whole pixels each way, each as likely as another. */
export const shift = defineMove({
  kind: 'shift',
  schema: z.int().min(0).max(64),
  usual: 2,
  field: {
    label: 'Shift images',
    help: 'Moves training images by up to this many pixels.',
    control: 'integer',
    minimum: 0,
    maximum: 64,
  },
  words: 'shifts them',
  isWhole: true,
  misfit: outOfPicture,
  map: (numbers, pixels) =>
    pointMap(numbers, {
      x0: drawWhole(numbers, -3, -pixels, 2 * pixels + 1),
      y0: drawWhole(numbers, -2, -pixels, 2 * pixels + 1),
    }),
});
