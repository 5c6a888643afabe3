import { z } from 'zod';
import { runIdSchema } from '../../ids';
import { continuedSchema, queueSchema } from '../queue/queue';
import { mostRunsAtOnce } from '../runs/runTable';
import { call } from './call';

const someRuns = z.array(runIdSchema).min(1).max(mostRunsAtOnce);

/** The runs that wait for their turn, of every engine on the workspace. */
export const queueCalls = {
  list: call.output(queueSchema),
  /** Puts what waits before another run, or at the end, in the order that is named; whatever waits as one with them comes along. */
  move: call
    .input(
      z.object({
        runIds: someRuns,
        /** Null: behind all others. */
        before: runIdSchema.nullable(),
      }),
    )
    .output(queueSchema),
  /** Has those that were interrupted wait again, each at its place; tells of those that cannot go on. */
  continue: call.output(continuedSchema),
  /** Takes out those that wait for this engine; those that have begun train on, and it is refused where all have. */
  takeOut: call.input(z.object({ runIds: someRuns })).output(queueSchema),
  /** Lets the places go of runs that were interrupted: they stay as they are, and each can go on by itself. */
  letGo: call.input(z.object({ runIds: z.array(runIdSchema) })).output(queueSchema),
};
