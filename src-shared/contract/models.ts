import { z } from 'zod';
import { ownExampleSchema } from '../data/ownExamples';
import { attributionKinds, attributionMethods } from '../exporting/attribution';
import { modelCardSchema } from '../exporting/modelCard';
import { modelFactsSchema } from '../exporting/modelFacts';
import { predictionSchema } from '../exporting/predictions/prediction';
import { runIdSchema } from '../ids';
import { checkpointNameSchema } from '../runs/run';
import { exportResultSchema, parityReportSchema } from './exports';

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

/** What a model gives for some examples, as `predictionsOf` reads it. Names and numbers one by one would take longest. */
export const predictionBatchSchema = z.object({
  /** What each is called, a table's line, an image's file, with `nameSeparator` between. */
  names: z.string(),
  /** Float32 values, little-endian, of one example after another, in base64. */
  outputs: z.string(),
});
export type PredictionBatch = z.infer<typeof predictionBatchSchema>;

export const inferRequestSchema = z.object({
  model: modelReferenceSchema,
  /** Row-major. */
  inputs: z.array(z.number()),
  /** The batch axis first. */
  shape: z.array(z.int().min(0)),
  /** Outputs by name; the first alone where absent. */
  outputs: z.array(z.string()).min(1).optional(),
});
export const inferResultSchema = z.object({
  outputs: z.array(
    z.object({
      name: z.string(),
      /** As ONNX Runtime calls it. */
      type: z.string(),
      shape: z.array(z.int()),
      values: z.array(z.number()),
    }),
  ),
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

/** One example to be tried: as the data set would store it, an image file, or a row of a table. */
export const tryRequestSchema = z.object({
  model: modelReferenceSchema,
  example: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('values'), values: z.array(z.number()) }),
    z.object({ kind: z.literal('image'), base64: z.string().max(64_000_000) }),
    /** By the columns' names, as they would stand in the file. */
    z.object({ kind: z.literal('row'), cells: z.record(z.string(), z.string()) }),
  ]),
});
export type TryRequest = z.infer<typeof tryRequestSchema>;

export const tryResultSchema = z.object({
  prediction: predictionSchema,
  /** What the model was given, before its scaling. */
  values: z.array(z.number()),
  /** Of the model alone. */
  milliseconds: z.number(),
});
export type TryResult = z.infer<typeof tryResultSchema>;

/** An example, and the model whose answer to it is to be looked into. */
export const exampleOfModelSchema = z.object({
  model: modelReferenceSchema,
  /** As the data set stores them. */
  values: z.array(z.number()),
});
export const attributionRequestSchema = exampleOfModelSchema.extend({
  method: z.enum(attributionKinds).default(attributionMethods[0].kind),
});
/** What each part of an example did to the answer. */
export const attributionSchema = z.object({
  /** The class that was answered; null for regression. */
  class: z.string().nullable(),
  /** What the effects are parts of: its probability, or else its score; the value for regression. */
  score: z.number(),
  /** Rows and columns of an image; otherwise how many inputs, or steps, there are. */
  shape: z.array(z.int()),
  /** Above 0 the part spoke for the answer. */
  effects: z.array(z.number()),
});
export type Attribution = z.infer<typeof attributionSchema>;

/** Examples of a split with what the model makes of them, the worst first. */
export const triedExamplesSchema = z.object({
  split: z.enum(['validation', 'test', 'training']),
  /** How many were looked at. */
  examined: z.int(),
  examples: z.array(
    z.object({
      /** Place in the data set. */
      index: z.int(),
      values: z.array(z.number()),
      /** The class, or the value, that is right. */
      label: z.string(),
      prediction: predictionSchema,
      /** 1 − the probability of the right class; the absolute difference from the right value. */
      wrongness: z.number(),
    }),
  ),
});
export type TriedExamples = z.infer<typeof triedExamplesSchema>;

/** An example with the answer that is right, to be kept. */
export const keepRequestSchema = tryRequestSchema.extend({ label: ownExampleSchema.shape.label });
export type KeepRequest = z.infer<typeof keepRequestSchema>;

/** What was kept of a model's data set, and what the model answers to it. */
export const keptExamplesSchema = z.object({
  /** Where they are kept; null before the first. */
  folder: z.string().nullable(),
  count: z.int(),
  /** How many the model answers rightly; null for regression. */
  right: z.int().nullable(),
  /** As many as can be shown, those that it answers wrongly first. */
  examples: z.array(ownExampleSchema.extend({ id: z.string(), prediction: predictionSchema })),
});
export type KeptExamples = z.infer<typeof keptExamplesSchema>;

/** An export with where it came from and whether it is still there. */
export const exportedModelSchema = z.object({
  runName: z.string(),
  result: exportResultSchema,
  isThere: z.boolean(),
});
export type ExportedModel = z.infer<typeof exportedModelSchema>;
