import { z } from 'zod';
import { preparedDatasetSchema } from '../data/prepared';
import { experimentSchema } from '../experiment/experiment';
import { weightsFactsSchema } from '../runs/run';
import { precisions } from './onnx';

/** The key of an ONNX file's metadata under which its card stands, as JSON. */
export const cardKey = 'layerlab';

/**
 * What a model of Layerlab knows of itself: the experiment that it was trained by, with names of files in place of their
 * paths, and what its inputs and outputs mean.
 */
export const modelCardSchema = z.object({
  version: z.literal(1),
  experiment: experimentSchema,
  dataset: preparedDatasetSchema,
  weights: weightsFactsSchema,
  /** How the file keeps them; less than float32 costs some accuracy. */
  precision: z.enum(precisions).default('float32'),
  /** Whether batch normalization is within other layers' weights, which then are not the trained ones. */
  foldsBatchNormalization: z.boolean().default(false),
});
export type ModelCard = z.infer<typeof modelCardSchema>;

/** The card that a file's metadata hold; null where there is none that is understood here. */
export function readCard(metadata: Readonly<Record<string, string>>): ModelCard | null {
  const text = metadata[cardKey];
  if (text === undefined) return null;
  try {
    return modelCardSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
