import { z } from 'zod';
import { runIdSchema } from '../../ids';
import { binEntrySchema, clearableKinds, clearableSchema } from '../workspace/clearing';
import {
  adoptedSchema,
  backupSchema,
  restoredSchema,
  workspaceCheckSchema,
  workspaceStateSchema,
} from '../workspace/workspace';
import { call } from './call';

/** What is asked of the folder that holds everything; these calls also work where its database is damaged. */
export const workspaceCalls = {
  state: call.output(workspaceStateSchema),
  /** Reads all of it, and tells what is damaged or lost. */
  check: call.output(workspaceCheckSchema),
  backUp: call.output(backupSchema),
  /** Puts a backup in the database's place, the newest good one where none is named; only while nobody uses it. */
  restore: call.input(z.object({ backup: z.string().nullable().default(null) })).output(restoredSchema),
  /** Takes up runs of which their folders know more than the database: those named, or all. */
  adopt: call
    .input(z.object({ runIds: z.array(runIdSchema).nullable().default(null) }))
    .output(adoptedSchema),
  /** What was deleted and can still be taken back, the latest first. */
  bin: call.output(z.array(binEntrySchema)),
  /** What could be cleared, and how much that would free. */
  clearable: call.output(z.array(clearableSchema)),
  /** Clears what is named. @returns what was */
  clear: call
    .input(z.object({ kinds: z.array(z.enum(clearableKinds)).min(1) }))
    .output(z.array(clearableSchema)),
};
