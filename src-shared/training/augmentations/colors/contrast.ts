import { z } from 'zod';
import { defineColorChange } from '../augmentation';
import { drawAround } from '../draws';

/** Away from the image’s mean gray, or towards it; the factor is uniform in [1 − n, 1 + n), as in PyTorch's `ColorJitter(contrast=n)`. */
export const contrast = defineColorChange({
  kind: 'contrast',
  schema: z.number().min(0).max(1),
  usual: 0.2,
  field: {
    label: 'Contrast',
    help: 'Strengthens or weakens the contrast of training images by up to this share.',
    control: 'number',
    minimum: 0,
    maximum: 1,
    step: 0.05,
  },
  words: 'changes their contrast',
  mixedWith: 'meanGray',
  factor: (numbers, share) => drawAround(numbers, -10, 1, share),
});
