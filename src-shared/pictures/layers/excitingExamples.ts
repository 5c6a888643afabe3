import { z } from 'zod';
import type { LayerId } from '../../ids';
import { classNameSchema, drawnExampleSchema } from '../examples';

/** A layer, and which of its units or channels, from 0. */
export interface UnitWanted {
  readonly layer: LayerId;
  readonly unit: number;
}

const excitingSchema = drawnExampleSchema.extend({
  /** What the unit gives; of a channel, the most it gives anywhere. */
  output: z.number(),
});
const drawnExcitingSchema = z.object({
  step: z.int(),
  /** Units that the layer has. */
  units: z.int(),
  /** Examples that were tried. */
  probed: z.int(),
  /** Those to which the unit gives most, the most first. */
  examples: z.array(excitingSchema),
});
/** The examples that excite a unit most, as the trainer finds them. */
export type DrawnExciting = z.infer<typeof drawnExcitingSchema>;

export const excitingExamplesSchema = drawnExcitingSchema.extend({
  examples: z.array(excitingSchema.extend(classNameSchema.shape)),
});
export type ExcitingExamples = z.infer<typeof excitingExamplesSchema>;
