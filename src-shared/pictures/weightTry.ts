import { z } from 'zod';
import { layerIdSchema } from '../ids';

/** About the largest number that a weight holds, as float32 does. */
export const largestWeight = 3.4e38;
const tooLarge = `A weight is between −3.4e38 and 3.4e38, as 32 bits hold.`;

/** A weight that is changed by hand for one look; the run keeps its own. */
export const weightTrySchema = z.object({
  layer: layerIdSchema,
  weight: z.enum(['kernel', 'bias']),
  /** Its place in the tensor, row by row. */
  place: z.int().min(0),
  value: z.number().min(-largestWeight, tooLarge).max(largestWeight, tooLarge),
});
/** Weights that are changed at once, at the most. */
export const mostTries = 1000;
export type WeightTry = z.infer<typeof weightTrySchema>;
