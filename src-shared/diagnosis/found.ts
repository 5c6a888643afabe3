import { z } from 'zod';
import { layerIdSchema } from '../ids';

/**
 * One change to an experiment. A path leads as `--set` writes it, layers by their ids: `training.optimizer.learningRate`,
 * `network.hidden.initializer`; without a value what stands there is taken out.
 */
export const experimentEditSchema = z.union([
  z.strictObject({ path: z.string(), value: z.json().optional() }),
  z.strictObject({ removeLayer: layerIdSchema }),
]);
export type ExperimentEdit = z.infer<typeof experimentEditSchema>;

/** What could help, in words and as changes to the experiment. */
export const remedySchema = z.object({ title: z.string(), edits: z.array(experimentEditSchema) });
export type Remedy = z.infer<typeof remedySchema>;

/** What a condition has found: where, since when, by which figures, and what could help. */
export const foundSchema = z.object({
  /** Null where no layer is meant. */
  layer: layerIdSchema.nullable(),
  severity: z.enum(['problem', 'hint']),
  /** From 0 to 1. */
  confidence: z.number(),
  since: z.object({ step: z.int(), epoch: z.int() }),
  /** The figures that it is said by. */
  evidence: z.record(z.string(), z.union([z.number(), z.string()])),
  remedies: z.array(remedySchema),
});
export type Found = z.infer<typeof foundSchema>;
