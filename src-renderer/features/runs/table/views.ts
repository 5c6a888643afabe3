import { useLocalStorage } from '@vueuse/core';

/** How the table of runs is looked at. */
export interface RunsView {
  readonly where: string;
  readonly columns: readonly string[];
  readonly groupBy: readonly string[];
  readonly archived: 'hide' | 'only' | 'all';
}

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
