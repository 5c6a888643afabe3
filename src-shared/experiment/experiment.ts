import { z } from 'zod';
import { datasetSpecSchema } from '../data/spec';
import { givenName } from '../givenName';
import { networkSpecSchema } from '../network/spec';
import { startFromSchema } from './startFrom';
import { sweepSpecSchema } from '../sweeps/spec';
import { trainingConfigSchema } from '../training/config';

export const experimentVersion = 1;

/** The content of a `*.layerlab.json` file: all that a run needs to be repeated. */
export const experimentSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(experimentVersion),
  name: givenName(200).default('untitled'),
  notes: z.string().trim().max(100_000).optional(),
  network: networkSpecSchema,
  dataset: datasetSpecSchema,
  training: trainingConfigSchema,
  /** Whose weights it starts from; drawn where absent. */
  startFrom: startFromSchema.optional(),
  /** Which variations of it a sweep tries. */
  sweep: sweepSpecSchema.optional(),
});
/** An experiment with every default filled in. */
export type Experiment = z.infer<typeof experimentSchema>;
/** As a file may write it, with defaults left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
