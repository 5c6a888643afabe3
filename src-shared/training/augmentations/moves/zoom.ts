import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawAround } from '../draws';
import { aboutMiddle } from '../pointMaps';

/** About the middle, to a size that is uniform in [1 − n, 1 + n) times the image's: PyTorch's `RandomAffine(0, scale=…)`. */
export const zoom = defineMove({
  kind: 'zoom',
  schema: z.number().min(0).max(0.9),
  usual: 0.1,
  field: {
    label: 'Zoom',
    help: 'Enlarges or shrinks training images about their middle by up to this share: 0.1 is by 10 %.',
    control: 'number',
    minimum: 0,
    maximum: 0.9,
    step: 0.05,
  },
  words: 'enlarges or shrinks them',
  isWhole: false,
  map(numbers, share, size) {
    const zero = numbers.constant(0);
    const step = numbers.divide(numbers.constant(1), drawAround(numbers, -8, 1, share));
    return aboutMiddle(numbers, size, { xx: step, xy: zero, yx: zero, yy: step });
  },
});
