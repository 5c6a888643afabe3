import { z } from 'zod';

/** A change to the experiment: what then stands at a path in it, such as `dataset`, `columns`, `id`, `role`. */
export const experimentEditSchema = z.object({
  path: z.array(z.string()).min(1),
  value: z.unknown(),
});
export type ExperimentEdit = z.infer<typeof experimentEditSchema>;

/** Something about a table that a person should know before training on it. */
export const tableFindingSchema = z.object({
  /** Which rule has found it. */
  rule: z.string(),
  /** `note`: how something was taken that could be meant otherwise. `error`: the table is refused as long as it stands. */
  severity: z.enum(['note', 'warning', 'error']),
  /** One or two sentences. */
  message: z.string(),
  columns: z.array(z.string()),
  /** The file's lines or rows that it is about, the first few. */
  lines: z.array(z.int()),
  /** What their numbers count. */
  unit: z.enum(['line', 'row']),
  /** What can be done, each with its change; none where only the file can be mended. */
  remedies: z.array(z.object({ label: z.string(), edit: experimentEditSchema })),
});
export type TableFinding = z.infer<typeof tableFindingSchema>;
