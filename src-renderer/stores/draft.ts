import { experimentSchema, type Experiment } from '@shared/experiment';
import { z } from 'zod';

const draftKey = 'layerlab.draft';

const draftSchema = z.object({
  experiment: experimentSchema,
  /** The document's file; null where it has none. */
  path: z.string().nullable(),
  dirty: z.boolean(),
});
export type StoredDraft = z.infer<typeof draftSchema>;

/** The document as it was when the page was last left; null where there is none that can be read. */
export function readDraft(): StoredDraft | null {
  const text = localStorage.getItem(draftKey);
  if (text === null) return null;
  try {
    return draftSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function writeDraft(experiment: Experiment, path: string | null, dirty: boolean): void {
  localStorage.setItem(draftKey, JSON.stringify({ experiment, path, dirty }));
}
