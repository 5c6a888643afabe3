import { z } from 'zod';
import { runIdSchema } from '../../ids';
import { queueSchema } from '../queue';
import { mostRunsAtOnce } from '../runTable';
import { call } from './call';

/** The runs that wait for their turn, of every engine on the workspace. */
export const queueCalls = {
  list: call.output(queueSchema),
  /** Puts what waits before another run, or at the end; whatever waits as one with them comes along. */
  move: call
    .input(
      z.object({
        runIds: z.array(runIdSchema).min(1).max(mostRunsAtOnce),
        /** Null: behind all others. */
        before: runIdSchema.nullable(),
      }),
    )
    .output(queueSchema),
  /** Has those that were interrupted wait again, each at its place. */
  continue: call.output(queueSchema),
};
