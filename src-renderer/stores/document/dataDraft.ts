import type { AppErrorData } from '@shared/errors';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';

/** A data set as far as it has been filled in: a path may still be missing. */
export type DatasetDraft = Readonly<Record<string, unknown>> & { readonly kind: string };

/** What the data pane knows and training must heed: a data set that is not complete or cannot be read. */
export const useDataDraftStore = defineStore('dataDraft', () => {
  /** A data set that is not complete yet (a path is missing) and so not in the document. */
  const draft = shallowRef<DatasetDraft | null>(null);
  /** Why the document's data set cannot be read. */
  const readError = shallowRef<AppErrorData | null>(null);
  /** Whether the page of the data set stands open. */
  const exploring = ref(false);

  const obstacle = computed<AppErrorData | null>(() => {
    if (draft.value !== null) {
      return {
        code: 'badDataset',
        message: 'The data set is not chosen yet',
        where: null,
        remedy: 'Choose its file in the data pane above.',
      };
    }
    if (readError.value === null) return null;
    return {
      code: 'badDataset',
      message: 'The data set cannot be read',
      where: null,
      remedy: 'The data pane says why.',
    };
  });

  return { draft, readError, exploring, obstacle };
});
