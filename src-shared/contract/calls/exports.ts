import { z } from 'zod';
import { drawRequestSchema, exportRequestSchema, exportResultSchema } from '../exports';
import { call, oneRun } from './call';

export const exportsCalls = {
  create: call.input(exportRequestSchema).output(exportResultSchema),
  /** A network as a picture for a paper: the file's bytes. */
  draw: call.input(drawRequestSchema).output(z.object({ base64: z.string() })),
  /** The same of a run's network. */
  drawRun: call
    .input(oneRun.extend({ format: drawRequestSchema.shape.format }))
    .output(z.object({ base64: z.string() })),
  list: call.input(oneRun).output(z.array(exportResultSchema)),
  /** A finished export's bytes in base64, for interfaces that save by download. */
  read: call
    .input(oneRun.extend({ path: z.string() }))
    .output(z.object({ name: z.string(), base64: z.string() })),
};
