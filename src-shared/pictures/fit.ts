import { z } from 'zod';
import { definePicture, featureCount } from './picture';

/** A value predicted from one other: the fitted function. */
export const fit = definePicture({
  kind: 'fit',
  title: 'Fitted function',
  schema: z.object({
    kind: z.literal('fit'),
    step: z.int(),
    x: z.array(z.number()),
    y: z.array(z.number()),
  }),
  suits: (task) => task.task === 'regression' && featureCount(task) === 1,
  outputs: ({ y }) => y,
});
