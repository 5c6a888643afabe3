import { z } from 'zod';
import { appErrorDataSchema } from '../../errors';
import { runIdSchema } from '../../ids';

/**
 * What waits as one: a run; runs that are trained as one; the runs that a sweep has handed over and that have not begun.
 */
export const queueEntryKinds = ['run', 'group', 'sweep'] as const;

export const queueEntrySchema = z.object({
  kind: z.enum(queueEntryKinds),
  /** The sweep's, or that of the first run. */
  name: z.string(),
  /** In their order; one at least. */
  runIds: z.array(runIdSchema),
  /** Whether another Layerlab on this workspace is to train it. */
  elsewhere: z.boolean(),
});
export type QueueEntry = z.infer<typeof queueEntrySchema>;

export const queueSchema = z.object({
  /** In the order in which their turn comes; each Layerlab takes its own. */
  waiting: z.array(queueEntrySchema),
  /**
   * Runs that were interrupted, by their Layerlab's end or by a full disk, and that keep their places for when they go on;
   * those of sweeps go on with them, and archived ones are put aside.
   */
  interrupted: z.array(queueEntrySchema),
});
export type Queue = z.infer<typeof queueSchema>;

/** A run that was to go on and cannot. */
export const notContinuedSchema = z.object({
  runId: runIdSchema,
  name: z.string(),
  error: appErrorDataSchema,
});
export type NotContinued = z.infer<typeof notContinuedSchema>;

export const continuedSchema = z.object({ queue: queueSchema, refused: z.array(notContinuedSchema) });
export type Continued = z.infer<typeof continuedSchema>;
