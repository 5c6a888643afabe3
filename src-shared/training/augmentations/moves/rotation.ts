import { z } from 'zod';
import { defineMove } from '../augmentation';
import { drawAround } from '../draws';
import { aboutMiddle } from '../pointMaps';

/** About the middle, by an angle that is uniform in [−n°, n°): clockwise where it is negative. */
export const rotation = defineMove({
  kind: 'rotation',
  schema: z.number().min(0).max(180),
  usual: 15,
  field: {
    label: 'Rotate, degrees',
    help: 'Turns training images about their middle by up to so many degrees, either way.',
    control: 'number',
    minimum: 0,
    maximum: 180,
    step: 5,
  },
  words: 'rotates them',
  isWhole: false,
  map(numbers, degrees, size) {
    const angle = drawAround(numbers, -7, 0, (degrees * Math.PI) / 180);
    const sine = numbers.sin(angle);
    const cosine = numbers.cos(angle);
    const minusSine = numbers.subtract(numbers.constant(0), sine);
    return aboutMiddle(numbers, size, { xx: cosine, xy: minusSine, yx: sine, yy: cosine });
  },
});
