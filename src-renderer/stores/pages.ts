import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';

export const pages = ['workbench', 'runs', 'sweeps', 'compare', 'predictions', 'models', 'settings'] as const;
export type Page = (typeof pages)[number];

export const pageTitles: Readonly<Record<Page, string>> = {
  workbench: 'Workbench',
  runs: 'Runs',
  sweeps: 'Sweeps',
  compare: 'Compare',
  predictions: 'Predictions',
  models: 'Models',
  settings: 'Settings',
};

/** Page and its arguments as the address' hash holds them: `#compare?runs=a,b`. */
function readHash(): { page: Page; parameters: Readonly<Record<string, string>> } {
  const [name = '', query = ''] = window.location.hash.slice(1).split('?');
  const page = pages.find((candidate) => candidate === name) ?? 'workbench';
  return { page, parameters: Object.fromEntries(new URLSearchParams(query)) };
}

/** Which page is shown, with what arguments; kept in the address' hash so that a reload returns there. */
export const usePagesStore = defineStore('pages', () => {
  const place = shallowRef(readHash());
  window.addEventListener('hashchange', () => {
    place.value = readHash();
  });

  function show(page: Page, parameters: Readonly<Record<string, string>> = {}): void {
    const query = new URLSearchParams(parameters).toString();
    window.location.hash = query === '' ? page : `${page}?${query}`;
    place.value = { page, parameters };
  }

  /** @returns whether a person has gone somewhere else since. */
  function watchLeaving(): () => boolean {
    const here = window.location.hash;
    return () => window.location.hash !== here;
  }

  return {
    page: computed(() => place.value.page),
    parameters: computed(() => place.value.parameters),
    show,
    watchLeaving,
  };
});
