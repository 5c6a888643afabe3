import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawWhole } from '../draws';
import { pointMap } from '../pointMaps';

/** From the left to the right with probability ½: x ↦ width − 1 − x. */
export const flipHorizontally = defineMove({
  kind: 'flipHorizontally',
  schema: z.boolean(),
  usual: true,
  field: {
    label: 'Flip images',
    help: 'Mirrors a random half of the training images at each step.',
    control: 'switch',
  },
  words: 'mirrors half of them left to right',
  isWhole: true,
  map(numbers, _strength, { width }) {
    const kept = drawWhole(numbers, -1, 0, 2);
    const mirrored = numbers.subtract(numbers.constant(1), kept);
    return pointMap(numbers, {
      xx: numbers.subtract(kept, mirrored),
      x0: numbers.multiply(mirrored, numbers.constant(width - 1)),
    });
  },
});
