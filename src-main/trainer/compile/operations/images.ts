import type { Operation } from '../graph/trace';

/** Takes each image's pixels from where a map of its own says. */
export const projectiveTransform: Operation = {
  type: 'ImageProjectiveTransformV3',
  outputs: ['transformed_images'],
};
