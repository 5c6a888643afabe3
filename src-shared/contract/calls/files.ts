import { z } from 'zod';
import { experimentSchema } from '../../experiment/experiment';
import { call } from './call';

export const filesCalls = {
  /** What a folder holds, for choosing files where no native dialog is at hand. */
  list: call.input(z.object({ directory: z.string().optional() })).output(
    z.object({
      directory: z.string(),
      /** The file that the path led to; the folder is then the one that it lies in. */
      file: z.string().nullable(),
      parent: z.string().nullable(),
      entries: z.array(
        z.object({ name: z.string(), path: z.string(), isDirectory: z.boolean(), bytes: z.int() }),
      ),
    }),
  ),
  /** A file that was dropped in a browser, part by part; its path once the last has come. */
  receive: call
    .input(
      z.object({
        transfer: z.string().regex(/^[0-9a-f]{32}$/),
        name: z.string().min(1).max(200),
        base64: z.base64(),
        isLast: z.boolean(),
      }),
    )
    .output(z.object({ path: z.string().nullable() })),
  /** Reads an experiment file, checked; relative paths in it are made absolute. */
  openExperiment: call
    .input(z.object({ path: z.string() }))
    .output(z.object({ path: z.string(), experiment: experimentSchema })),
  /** Writes to a temporary name and renames. */
  saveExperiment: call
    .input(z.object({ path: z.string(), experiment: experimentSchema }))
    .output(z.object({ path: z.string() })),
};
