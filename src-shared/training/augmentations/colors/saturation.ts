import { z } from 'zod';
import { defineColorChange } from '../augmentation';
import { drawAround } from '../draws';

/** Away from each pixel’s gray, or towards it; the factor is uniform in [1 − n, 1 + n), as in PyTorch's `ColorJitter(saturation=n)`. */
export const saturation = defineColorChange({
  kind: 'saturation',
  schema: z.number().min(0).max(1),
  usual: 0.2,
  field: {
    label: 'Saturation',
    help: 'Makes the colors of training images stronger or paler by up to this share. Gray images have none.',
    control: 'number',
    minimum: 0,
    maximum: 1,
    step: 0.05,
  },
  words: 'changes how strong their colors are',
  mixedWith: 'gray',
  misfit: (_share, { channels }) =>
    channels === 3
      ? null
      : {
          message: 'Saturation changes red, green and blue; these images have not these three channels',
          remedy: 'Leave saturation out, or read the images in color.',
        },
  factor: (numbers, share) => drawAround(numbers, -11, 1, share),
});
