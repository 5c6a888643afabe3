import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { engineStatusSchema, workspaceEventSchema } from '../events';
import { call } from './call';

export const engineCalls = {
  status: call.output(engineStatusSchema),
  /** Status every few seconds and every change to a run, until aborted. */
  watch: call.output(eventIterator(workspaceEventSchema)),
  /** A person uses a window: for some seconds all trainings on the workspace leave the processor to it. */
  interaction: call.output(z.void()),
};
