import { findDatasetDefinition } from '@shared/data/catalogue';
import { isPathField } from '@shared/data/dataset';
import { datasetSpecSchema, type DatasetSpec } from '@shared/data/spec';
import { fieldProblems } from '@shared/catalogue/issues';
import type { DatasetDraft } from '../../stores/document/dataDraft';

export type CheckedDraft =
  | { readonly spec: DatasetSpec }
  /** What is wrong, by field. */
  | { readonly problems: Readonly<Record<string, string>> };

/** Splits and scaling carry over to another kind where it has them; the rest begins with the kind's defaults. */
export function draftOfKind(kind: string, before: DatasetDraft): DatasetDraft {
  const kept = Object.fromEntries(
    ['validationFraction', 'testFraction', 'splitSeed', 'folds', 'fold']
      .filter((name) => name in before)
      .map((name) => [name, before[name]]),
  );
  return { ...kept, kind };
}

/** The data set where everything is there; else what is missing, in words. */
export function checkDraft(draft: DatasetDraft): CheckedDraft {
  const parsed = datasetSpecSchema.safeParse(draft);
  if (parsed.success) return { spec: parsed.data };
  const { '': ofNoField, ...problems } = fieldProblems(parsed.error, draft);
  return { problems: ofNoField === undefined ? problems : { kind: ofNoField, ...problems } };
}

/** Values a form shows: those of the draft, and the kind's defaults where it has none. */
export function shownValues(draft: DatasetDraft): Readonly<Record<string, unknown>> {
  const definition = findDatasetDefinition(draft.kind);
  if (definition === undefined) return draft;
  const missing = Object.entries(definition.fields)
    .filter(([name, field]) => isPathField(field) && !draft[name])
    .map(([name]) => name);
  const filledWith = (path: string) => Object.fromEntries(missing.map((name) => [name, path]));
  // A path stands in for those that are missing, so that the other fields' defaults can be read.
  const complete = definition.schema.safeParse({ ...draft, ...filledWith('-') });
  return { ...(complete.success ? (complete.data as object) : {}), ...draft, ...filledWith('') };
}
