import { z } from 'zod';
import { runIdSchema } from '../ids';
import { metricBatchSchema, progressSchema, runSummarySchema } from '../runs/run';

/** What a subscriber to one run hears, after a first `summary`. */
export const runEventSchema = z.discriminatedUnion('type', [
  /** The run's row changed (state, metrics, error). */
  z.object({ type: z.literal('summary'), run: runSummarySchema }),
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  /** New values, already committed. */
  z.object({ type: z.literal('metrics'), batches: z.array(metricBatchSchema) }),
  z.object({ type: z.literal('picture'), picture: z.lazy(() => pictureSchema) }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** What a subscriber to the workspace hears. */
export const workspaceEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('runChanged'), run: runSummarySchema }),
  z.object({ type: z.literal('runDeleted'), runId: runIdSchema }),
  z.object({ type: z.literal('status'), status: z.lazy(() => engineStatusSchema) }),
]);
export type WorkspaceEvent = z.infer<typeof workspaceEventSchema>;

/** What the network makes of its task right now. */
export const pictureSchema = z.discriminatedUnion('kind', [
  /** 2-D classification: class scores over a grid of the plane. */
  z.object({
    kind: z.literal('boundary'),
    step: z.int(),
    xRange: z.tuple([z.number(), z.number()]),
    yRange: z.tuple([z.number(), z.number()]),
    columns: z.int(),
    rows: z.int(),
    classes: z.int(),
    /** Probability of each class, row by row from the smallest y: rows × columns × classes. */
    probabilities: z.array(z.number()),
  }),
  /** 1-D regression: the fitted function. */
  z.object({ kind: z.literal('fit'), step: z.int(), x: z.array(z.number()), y: z.array(z.number()) }),
  /** Classification of anything else: how often each class (row) was taken for each other (column). */
  z.object({
    kind: z.literal('confusion'),
    step: z.int(),
    split: z.enum(['validation', 'test', 'training']),
    counts: z.array(z.array(z.int())),
  }),
  /** Other regression: predicted against true values of the validation split. */
  z.object({
    kind: z.literal('scatter'),
    step: z.int(),
    truth: z.array(z.number()),
    predicted: z.array(z.number()),
  }),
]);
export type Picture = z.infer<typeof pictureSchema>;

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
