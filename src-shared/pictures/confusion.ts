import { z } from 'zod';
import { splitSchema } from '../runs/run';
import { definePicture } from './picture';

/** Classes of anything: how often each class (row) was taken for each other (column). */
export const confusion = definePicture({
  kind: 'confusion',
  title: 'Confusion matrix',
  schema: z.object({
    kind: z.literal('confusion'),
    step: z.int(),
    split: splitSchema,
    /** Examples that the split has; the counts may be of some of them. */
    splitExamples: z.int(),
    counts: z.array(z.array(z.int())),
  }),
  suits: ({ task }) => task === 'classification',
  // Counts of what was predicted; of outputs that are not numbers too.
  outputs: () => [],
});
