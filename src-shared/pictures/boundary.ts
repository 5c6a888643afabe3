import { z } from 'zod';
import { definePicture, featureCount, rangeSchema } from './picture';

/** Classes of points of the plane: the network's scores over a grid. */
export const boundary = definePicture({
  kind: 'boundary',
  title: 'Decision boundary',
  schema: z.object({
    kind: z.literal('boundary'),
    step: z.int(),
    xRange: rangeSchema,
    yRange: rangeSchema,
    columns: z.int(),
    rows: z.int(),
    classes: z.int(),
    /** Probability of each class, row by row from the smallest y: rows × columns × classes. */
    probabilities: z.array(z.number()),
  }),
  suits: (task) => task.task === 'classification' && featureCount(task) === 2,
  outputs: ({ probabilities }) => probabilities,
});
