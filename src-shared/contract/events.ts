import { z } from 'zod';
import { runIdSchema } from '../ids';
import { observationSchema } from '../network/observation';
import { pictureSchema } from '../pictures/catalogue';
import { metricBatchSchema, progressSchema, runSummarySchema } from '../runs/run';

/** What a subscriber to one run hears, after a first `summary`. */
export const runEventSchema = z.discriminatedUnion('type', [
  /** The run's row changed (state, metrics, error). */
  z.object({ type: z.literal('summary'), run: runSummarySchema }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  /** New values, already committed. */
  z.object({ type: z.literal('metrics'), batches: z.array(metricBatchSchema) }),
  z.object({ type: z.literal('picture'), picture: pictureSchema }),
  /** The latest look at the layers, already committed, for those who want pictures. */
  z.object({ type: z.literal('observation'), observation: observationSchema }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** What a subscriber to the workspace hears. */
export const workspaceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('runChanged'), run: runSummarySchema }),
  z.object({ type: z.literal('runDeleted'), runId: runIdSchema }),
  z.object({ type: z.literal('status'), status: z.lazy(() => engineStatusSchema) }),
]);
export type WorkspaceEvent = z.infer<typeof workspaceEventSchema>;

export const engineStatusSchema = z.object({
  version: z.string(),
  node: z.string(),
  /** Null where the native library could not be had; `nativeProblem` then says why and what to do. */
  tensorflow: z.string().nullable(),
  nativeProblem: z.string().nullable(),
  threads: z.int(),
  workspace: z.string(),
  runningJobs: z.int(),
  queuedJobs: z.int(),
  /** Active runs that are in the hands of other engines on this workspace, as of a command line. */
  runsElsewhere: z.array(runIdSchema),
  /** Resident memory of the engine and its trainers, bytes. */
  memoryBytes: z.int(),
  runs: z.int(),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;
