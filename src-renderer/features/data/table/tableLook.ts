import type { TableLook } from '@shared/data/tables/look';
import type { AppErrorData } from '@shared/errors';
import { type ShallowRef, shallowRef, watch } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import type { TableSpec } from '@shared/data/catalogue';

export interface TableLookState {
  /** Of the table as it was read last; while it is read anew, and where that fails, it stays. */
  readonly look: ShallowRef<TableLook | null>;
  /** Why the file cannot be read as a table at all. */
  readonly lookError: ShallowRef<AppErrorData | null>;
}

/** A quick look at the table that the experiment is to learn from, taken anew as soon as anything about its reading changes. */
export function useTableLook(spec: () => TableSpec | null): TableLookState {
  const look = shallowRef<TableLook | null>(null);
  const { error: lookError, ask, cancel } = useRequest();
  let shownPath: string | null = null;

  watch(
    spec,
    (table) => {
      cancel();
      if (table?.path !== shownPath) look.value = null;
      shownPath = table?.path ?? null;
      lookError.value = null;
      if (table === null) return;
      void ask(
        (options) => engine.datasets.look({ table }, options),
        (answer) => {
          look.value = answer;
        },
      );
    },
    { immediate: true },
  );
  return { look, lookError };
}
