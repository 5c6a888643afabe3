import { eventIterator } from '@orpc/contract';
import { engineStatusSchema, workspaceEventSchema } from '../events';
import { call } from './call';

export const engineCalls = {
  status: call.output(engineStatusSchema),
  /** Status every few seconds and every change to a run, until aborted. */
  watch: call.output(eventIterator(workspaceEventSchema)),
};
