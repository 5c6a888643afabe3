import { z } from 'zod';
import { definePicture } from './picture';

/** Values predicted from anything: the predicted beside the true ones of the validation split. */
export const scatter = definePicture({
  kind: 'scatter',
  title: 'Predicted against true',
  schema: z.object({
    kind: z.literal('scatter'),
    step: z.int(),
    truth: z.array(z.number()),
    predicted: z.array(z.number()),
  }),
  suits: ({ task }) => task === 'regression',
  outputs: ({ predicted }) => predicted,
});
