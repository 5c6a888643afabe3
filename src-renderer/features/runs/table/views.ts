import { useLocalStorage } from '@vueuse/core';

export interface ColumnOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** How the table of runs is looked at. */
export interface RunsView {
  readonly where: string;
  /** In their order, behind the name; null: the usual ones. */
  readonly columns: readonly string[] | null;
  /** Of columns that were sized by hand, in pixels. */
  readonly widths: Readonly<Record<string, number>>;
  /** The first one first; the newest first where there is none. */
  readonly orders: readonly ColumnOrder[];
  readonly groupBy: readonly string[];
  readonly archived: 'hide' | 'only' | 'all';
}

export const firstView: RunsView = {
  where: '',
  columns: null,
  widths: {},
  orders: [],
  groupBy: [],
  archived: 'hide',
};

/** Views that were given a name, kept on this machine. */
export function useSavedViews() {
  const saved = useLocalStorage<Record<string, RunsView>>('layerlab.runs.views', {});

  function save(name: string, view: RunsView): void {
    saved.value = { ...saved.value, [name]: { ...view } };
  }

  function remove(name: string): void {
    saved.value = Object.fromEntries(Object.entries(saved.value).filter(([other]) => other !== name));
  }

  return { saved, save, remove };
}
