import { z } from 'zod';
import { defineCovering } from './augmentation';
import { drawWhole } from './draws';

/**
 * A square of n × n pixels becomes 0, after scaling. Its middle is anywhere in the image, so that a part of it may lie
 * outside. Source: DeVries & Taylor 2017, Improved Regularization of Convolutional Neural Networks with Cutout.
 */
export const cutout = defineCovering({
  kind: 'cutout',
  schema: z.int().min(0).max(1024),
  usual: 8,
  field: {
    label: 'Cutout, pixels',
    help: 'Hides a square of this side at a random place of each training image, so that no single part is relied on.',
    control: 'integer',
    minimum: 0,
    maximum: 1024,
  },
  misfit: (side, { height, width }) =>
    side < Math.min(height, width)
      ? null
      : {
          message: `A square of ${side} pixels can hide the whole image`,
          remedy: `Use at most ${Math.min(height, width) - 1} pixels; half of the image is usual.`,
        },
  words: 'hides a square of each',
  cover: (numbers, side, { height, width }) => ({
    top: drawWhole(numbers, -12, -Math.floor(side / 2), height),
    left: drawWhole(numbers, -13, -Math.floor(side / 2), width),
    side,
  }),
});
