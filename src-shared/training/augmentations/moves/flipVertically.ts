import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawWhole } from '../draws';
import { pointMap } from '../pointMaps';

/** Upside down with probability ½: y ↦ height − 1 − y. */
export const flipVertically = defineMove({
  kind: 'flipVertically',
  schema: z.boolean(),
  usual: true,
  field: {
    label: 'Turn upside down',
    help: 'Mirrors a random half of the training images top to bottom: for images without an up, such as from a microscope.',
    control: 'switch',
  },
  words: 'mirrors half of them top to bottom',
  isWhole: true,
  map(numbers, _strength, { height }) {
    const kept = drawWhole(numbers, -4, 0, 2);
    const mirrored = numbers.subtract(numbers.constant(1), kept);
    return pointMap(numbers, {
      yy: numbers.subtract(kept, mirrored),
      y0: numbers.multiply(mirrored, numbers.constant(height - 1)),
    });
  },
});
