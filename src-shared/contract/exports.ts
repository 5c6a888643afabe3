import { z } from 'zod';
import { withFormats } from '../exporting/catalogue';
import { precisions } from '../exporting/onnx';
import { runIdSchema } from '../ids';
import { networkSpecSchema } from '../network/spec';
import { checkpointNameSchema, weightsFactsSchema } from '../runs/run';

export const exportRequestSchema = withFormats({
  runId: runIdSchema,
  checkpoint: checkpointNameSchema.default('best'),
  /** Where to put the file; in the run's folder where absent. */
  path: z.string().optional(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** A layer's outputs in the file beside the trainer's, on some of the compared examples. */
export const layerReportSchema = z.object({
  /** The layer's id. */
  layer: z.string(),
  /** Null where some value is missing or not a finite number. */
  largestDifference: z.number().nullable(),
  /** Largest difference that is let pass: it grows with the layer's largest output. */
  tolerance: z.number(),
  /** The example with the largest difference, by its place in the data set. */
  example: z.int(),
  deviates: z.boolean(),
});
export type LayerReport = z.infer<typeof layerReportSchema>;

/** The same examples through the file in a runtime of other machine code, as browsers run it. */
export const secondRuntimeSchema = z.object({
  runtime: z.string(),
  /** Why it did not run the file, which then is no worse for it; null where it did. */
  notRun: z.string().nullable(),
  /** Null where nothing ran, or some output is missing or not a finite number. */
  largestDifference: z.number().nullable(),
  /** Share of examples with the same largest output; null for regression, and where nothing ran. */
  sameTop1: z.number().nullable(),
  firstDeviation: layerReportSchema.nullable(),
  /** Null where nothing ran. */
  passed: z.boolean().nullable(),
});
export type SecondRuntimeReport = z.infer<typeof secondRuntimeSchema>;

/** Milliseconds that ONNX Runtime takes for an example, on the machine and at the time of the look. */
export const modelSpeedSchema = z.object({
  /** Of one example alone, as where a person waits for the answer. */
  alone: z.number(),
  /** Of one of `batch` examples that are run together. */
  together: z.number(),
  batch: z.int(),
});
export type ModelSpeed = z.infer<typeof modelSpeedSchema>;

/** Our outputs beside onnxruntime's on the same examples. */
export const parityReportSchema = z.object({
  examples: z.int(),
  split: z.enum(['validation', 'test', 'training']),
  /** Null where some output is missing or not a finite number, here or there: the file then never passes. */
  largestDifference: z.number().nullable(),
  /** Null where the largest is. */
  meanDifference: z.number().nullable(),
  /** Of the absolute differences of all values; null where the largest is, and in reports of early versions. */
  medianDifference: z.number().nullable().default(null),
  percentile95: z.number().nullable().default(null),
  percentile99: z.number().nullable().default(null),
  /** Share of examples with the same largest output; null for regression. */
  sameTop1: z.number().nullable(),
  /** Share of the compared examples that each answers right; null for regression. */
  accuracy: z.object({ trainer: z.number(), file: z.number() }).nullable().default(null),
  /** How the file keeps its weights; with less than float32 it may lose some accuracy. */
  precision: z.enum(precisions).default('float32'),
  /** The examples with the largest differences, by their place in the data set, the worst first. */
  worst: z.array(z.object({ example: z.int(), difference: z.number().nullable() })).default([]),
  /** Layer by layer, in the network's order; empty where the file does not say which of its values are a layer's. */
  layers: z.array(layerReportSchema).default([]),
  /** The first layer whose outputs differ by more than is let pass: the fault is in it. */
  firstDeviation: layerReportSchema.nullable().default(null),
  /** Of what ONNX Runtime runs; null for other files, and in reports of early versions. */
  secondRuntime: secondRuntimeSchema.nullable().default(null),
  /** Null where ONNX Runtime does not run the file, and in reports of early versions. */
  speed: modelSpeedSchema.nullable().default(null),
  /** Largest difference that is let pass; null in reports of early versions on outputs that were not all finite. */
  tolerance: z.number().nullable(),
  passed: z.boolean(),
});
export type ParityReport = z.infer<typeof parityReportSchema>;

/** Where a file goes wrong, and in which runtime: null in ONNX Runtime itself. */
export interface Deviation {
  readonly layer: LayerReport;
  readonly runtime: string | null;
}

/** The first layer that deviates in ONNX Runtime or, where none does there, in the second runtime; null where none does. */
export function firstDeviationOf({ firstDeviation, secondRuntime }: ParityReport): Deviation | null {
  if (firstDeviation !== null) return { layer: firstDeviation, runtime: null };
  const layer = secondRuntime?.firstDeviation ?? null;
  return secondRuntime === null || layer === null ? null : { layer, runtime: secondRuntime.runtime };
}

/** What was done with a file before it was handed out, and nothing else. */
export const exportProofSchema = z.object({
  /**
   * `run`: the file, or the model in it, answered examples beside the trainer; `rebuilt`: what was read back from the file did;
   * `weights`: its weights were read back, and nothing was run.
   */
  kind: z.enum(['run', 'rebuilt', 'weights']),
  /** What gave the answers; null where nothing did. */
  runtime: z.string().nullable(),
  /** How many weights were read back and compared with the trained ones bit by bit; null where they were not. */
  weightsReadBack: z.int().nullable(),
  passed: z.boolean(),
  /** The same in words. */
  summary: z.string(),
});
export type ExportProof = z.infer<typeof exportProofSchema>;

export const exportResultSchema = withFormats({
  runId: runIdSchema,
  checkpoint: checkpointNameSchema,
  /** Which weights are in the file; null in reports of early versions. */
  weights: weightsFactsSchema.nullable().default(null),
  /** Null where the file did not pass and so is not handed out. */
  path: z.string().nullable(),
  /** Where a file that did not pass is kept, by a name that says so; null for one that passed. */
  asidePath: z.string().nullable().default(null),
  /** Files that belong to it: the weights of a program. */
  besidePaths: z.array(z.string()).default([]),
  bytes: z.int(),
  sha256: z.string(),
  /** Null in results of early versions, which only looked at what ONNX Runtime runs. */
  proof: exportProofSchema.nullable().default(null),
  /** Null where nothing here runs the file or what was read back from it. */
  report: parityReportSchema.nullable(),
  reportPath: z.string(),
  createdAt: z.iso.datetime(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** What a network can be drawn as. */
export const drawingFormats = ['svg', 'pdf'] as const;
export type DrawingFormat = (typeof drawingFormats)[number];

export const drawRequestSchema = z.object({
  network: networkSpecSchema,
  /** Of an example; null where the data set is not known, so that shapes may be unknown. */
  inputShape: z.array(z.int()).nullable(),
  format: z.enum(drawingFormats),
});
export type DrawRequest = z.infer<typeof drawRequestSchema>;
