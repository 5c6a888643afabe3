import { z } from 'zod';
import { layerIdSchema } from '../ids';
import { outputSumOf } from '../network/outputSum';
import { fit } from './fit';
import { definePicture, rangeSchema } from './picture';

/** The fitted function as the sum that it is: what each unit before the output adds to it. */
export const parts = definePicture({
  kind: 'parts',
  title: 'Each unit’s part of the sum',
  schema: fit.schema.extend({
    kind: z.literal('parts'),
    /** The layer whose units they are. */
    layer: layerIdSchema,
    /** Units that it has; the first of them have parts. All parts and the bias sum to `y`. */
    units: z.int(),
    bias: z.number(),
    /** The smallest and the largest value of each part. */
    ranges: z.array(rangeSchema),
    /** A byte a point of `x`, 0 at the smallest and 255 at the largest: unit by unit. */
    values: z.base64(),
  }),
  suits: (task) => fit.suits(task) && outputSumOf(task.network) !== null,
  outputs: ({ y }) => y,
});
