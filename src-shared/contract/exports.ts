import { z } from 'zod';
import { withFormats } from '../exporting/catalogue';
import { runIdSchema } from '../ids';
import { checkpointNameSchema, weightsFactsSchema } from '../runs/run';

export const exportRequestSchema = withFormats({
  runId: runIdSchema,
  checkpoint: checkpointNameSchema.default('best'),
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

export const exportResultSchema = withFormats({
  runId: runIdSchema,
  checkpoint: checkpointNameSchema,
  /** Which weights are in the file; null in reports of early versions. */
  weights: weightsFactsSchema.nullable().default(null),
  /** Null where the file did not pass and so is not handed out. */
  path: z.string().nullable(),
  bytes: z.int(),
  sha256: z.string(),
  report: parityReportSchema,
  reportPath: z.string(),
  createdAt: z.iso.datetime(),
});
export type ExportResult = z.infer<typeof exportResultSchema>;
