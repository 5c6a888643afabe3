import { z } from 'zod';
import { layerIdSchema, runIdSchema } from '../ids';

/** Of which finding of which run another run tries a remedy. */
export const remedyOfSchema = z.strictObject({
  runId: runIdSchema,
  /** What was found: a kind of the catalogue of conditions. */
  kind: z.string(),
  layer: layerIdSchema.nullable(),
  /** The remedy's own. */
  title: z.string(),
});
export type RemedyOf = z.infer<typeof remedyOfSchema>;
