import { z } from 'zod';
import { modelCardSchema } from '../exporting/modelCard';
import { modelFactsSchema } from '../exporting/modelFacts';
import { predictionSchema } from '../exporting/prediction';
import { runIdSchema } from '../ids';
import { checkpointNameSchema } from '../runs/run';
import { parityReportSchema } from './exports';

/** A model to be run: an ONNX file, or the weights of a run's checkpoint. */
export const modelReferenceSchema = z.union([
  z.strictObject({ path: z.string().min(1) }),
  z.strictObject({ runId: runIdSchema, checkpoint: checkpointNameSchema }),
]);
export type ModelReference = z.infer<typeof modelReferenceSchema>;

export const modelDescriptionSchema = z.object({
  /** The ONNX file that is run. */
  path: z.string(),
  facts: modelFactsSchema,
  /** Null for a file that does not say what its inputs and outputs mean. */
  card: modelCardSchema.nullable(),
});
export type ModelDescription = z.infer<typeof modelDescriptionSchema>;

/** Some predictions, each with what its example is called: a table's line, an image's file. */
export const predictionBatchSchema = z.object({
  predictions: z.array(predictionSchema.extend({ example: z.string() })),
});
export type PredictionBatch = z.infer<typeof predictionBatchSchema>;

export const inferRequestSchema = z.object({
  model: modelReferenceSchema,
  /** Row-major. */
  inputs: z.array(z.number()),
  /** The batch axis first. */
  shape: z.array(z.int().min(0)),
});
export const inferResultSchema = z.object({
  outputs: z.array(z.object({ name: z.string(), shape: z.array(z.int()), values: z.array(z.number()) })),
});

export const verifyRequestSchema = z.object({
  path: z.string().min(1),
  runId: runIdSchema,
  /** The one with the file's weights where absent. */
  checkpoint: checkpointNameSchema.optional(),
});
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;

export const verifyResultSchema = z.object({
  path: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  runId: runIdSchema,
  checkpoint: checkpointNameSchema,
  report: parityReportSchema,
});
export type VerifyResult = z.infer<typeof verifyResultSchema>;
