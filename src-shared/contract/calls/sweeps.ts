import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { experimentSchema } from '../../experiment/experiment';
import { runIdSchema } from '../../ids';
import {
  sweepDetailSchema,
  sweepEventSchema,
  sweepIdSchema,
  sweepSummarySchema,
} from '../../runs/sweeps/sweep';
import { call } from './call';

const oneSweep = z.object({ sweepId: sweepIdSchema });

export const sweepsCalls = {
  /** Begins the sweep that the experiment describes, or goes on with the one that is the same but for its budget. */
  start: call.input(z.object({ experiment: experimentSchema })).output(oneSweep),
  /** Goes on with a sweep that was paused, stopped or interrupted. */
  continue: call.input(oneSweep).output(sweepSummarySchema),
  /** Ends what is under way, each run with a checkpoint from which it goes on with the sweep. */
  pause: call.input(oneSweep).output(sweepSummarySchema),
  stop: call.input(oneSweep).output(sweepSummarySchema),
  /** Into the bin, alone or with its runs. */
  delete: call
    .input(oneSweep.extend({ withRuns: z.boolean().default(false) }))
    .output(z.object({ runIds: z.array(runIdSchema) })),
  /** Out of the bin, with the runs that went into it together with the sweep. */
  restore: call.input(oneSweep).output(z.object({ runIds: z.array(runIdSchema) })),
  /** The latest first. */
  list: call.output(z.array(sweepSummarySchema)),
  get: call.input(oneSweep).output(sweepDetailSchema),
  /** Each point and how the sweep stands, then what changes, until aborted or the sweep is no longer under way. */
  watch: call.input(oneSweep).output(eventIterator(sweepEventSchema)),
};
