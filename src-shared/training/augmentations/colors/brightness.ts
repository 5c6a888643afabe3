import { z } from 'zod';
import { defineColorChange } from '../augmentation';
import { drawAround } from '../draws';

/** Colors times the factor; the factor is uniform in [1 − n, 1 + n), as in PyTorch's `ColorJitter(brightness=n)`. */
export const brightness = defineColorChange({
  kind: 'brightness',
  schema: z.number().min(0).max(1),
  usual: 0.2,
  field: {
    label: 'Brightness',
    help: 'Makes training images lighter or darker by up to this share: 0.2 is by 20 %.',
    control: 'number',
    minimum: 0,
    maximum: 1,
    step: 0.05,
  },
  words: 'makes them lighter or darker',
  mixedWith: 'black',
  factor: (numbers, share) => drawAround(numbers, -9, 1, share),
});
