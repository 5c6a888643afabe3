import { z } from 'zod';
import { runIdSchema } from '../ids';
import { checkpointNames, weightsFactsSchema } from '../runs/run';

/** The versions of ONNX's operators that a file can be written for. */
export const opsetRange = { oldest: 13, newest: 22, usual: 17 } as const;

export const exportRequestSchema = z.object({
  runId: runIdSchema,
  format: z.enum(['onnx']).default('onnx'),
  checkpoint: z.enum(checkpointNames).default('best'),
  opset: z.int().min(opsetRange.oldest).max(opsetRange.newest).default(opsetRange.usual),
  /** Where to put the file; in the run's folder where absent. */
  path: z.string().optional(),
});
export type ExportRequest = z.infer<typeof exportRequestSchema>;

/** Our outputs beside onnxruntime's on the same examples. */
export const parityReportSchema = z.object({
  examples: z.int(),
  split: z.enum(['validation', 'test', 'training']),
  /** Null where some output is missing or not a finite number, here or there: the file then never passes. */
  largestDifference: z.number().nullable(),
  /** Null where the largest is. */
  meanDifference: z.number().nullable(),
  /** Share of examples with the same largest output; null for regression. */
  sameTop1: z.number().nullable(),
  /** Largest difference that is let pass; null in reports of early versions on outputs that were not all finite. */
  tolerance: z.number().nullable(),
  passed: z.boolean(),
});
export type ParityReport = z.infer<typeof parityReportSchema>;

export const exportResultSchema = z.object({
  runId: runIdSchema,
  format: z.enum(['onnx']),
  checkpoint: z.enum(checkpointNames),
  /** Which weights are in the file; null in reports of early versions. */
  weights: weightsFactsSchema.nullable().default(null),
  opset: z.int(),
  /** Null where the file did not pass and so is not handed out. */
  path: z.string().nullable(),
  bytes: z.int(),
  sha256: z.string(),
  report: parityReportSchema,
  reportPath: z.string(),
  createdAt: z.iso.datetime(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;
