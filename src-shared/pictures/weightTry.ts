import { z } from 'zod';
import { layerIdSchema } from '../ids';

/** A weight that is changed by hand for one look; the run keeps its own. */
export const weightTrySchema = z.object({
  layer: layerIdSchema,
  weight: z.enum(['kernel', 'bias']),
  /** Its place in the tensor, row by row. */
  place: z.int().min(0),
  value: z.number(),
});
/** Weights that are changed at once, at the most. */
export const mostTries = 1000;
export type WeightTry = z.infer<typeof weightTrySchema>;
