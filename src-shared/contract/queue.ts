import { z } from 'zod';
import { runIdSchema } from '../ids';

/**
 * What waits as one: a run; runs that are trained as one; the runs that a sweep has handed over and that have not begun.
 */
export const queueUnitKinds = ['run', 'group', 'sweep'] as const;

export const queueUnitSchema = z.object({
  kind: z.enum(queueUnitKinds),
  /** The sweep's, or that of the first run. */
  name: z.string(),
  /** In their order; one at least. */
  runIds: z.array(runIdSchema),
  /** Whether another Layerlab on this workspace is to train it. */
  elsewhere: z.boolean(),
});
export type QueueUnit = z.infer<typeof queueUnitSchema>;

export const queueSchema = z.object({
  /** In the order in which their turn comes; each Layerlab takes its own. */
  waiting: z.array(queueUnitSchema),
  /** Runs that waited or trained when their Layerlab ended, and that can go on; those of sweeps go on with them. */
  interrupted: z.array(queueUnitSchema),
});
export type Queue = z.infer<typeof queueSchema>;
