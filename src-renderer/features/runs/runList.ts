import type { RunSort } from '@shared/contract/runTable';
import type { RunId } from '@shared/ids';
import { metricNames } from '@shared/runs/metricNames';
import type { RunState, RunSummary } from '@shared/runs/run';
import { metricOf } from '@shared/training/metrics/words';
import { useDebounceFn } from '@vueuse/core';
import { computed, onActivated, onDeactivated, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { engine } from '../../shared/engine/client';
import { useRequest } from '../../shared/engine/request';
import { useRunsStore } from '../../stores/runs/runs';

export const pageSize = 100;

/** The runs page's list: one page of what the search, the filter and the order leave, kept up to date. */
export function useRunList() {
  const runs = useRunsStore();
  const search = ref('');
  const states = ref<RunState[]>([]);
  const sort = ref<RunSort>('createdAt');
  const descending = ref(true);
  const page = ref(0);

  const rows = shallowRef<readonly RunSummary[]>([]);
  const total = ref(0);
  const { error, loading, ask } = useRequest();

  function load(): Promise<void> {
    const request = {
      search: search.value,
      states: [...states.value],
      sort: sort.value,
      descending: descending.value,
      offset: page.value * pageSize,
      limit: pageSize,
    };
    return ask(
      (options) => engine.runs.list(request, options),
      (answer) => {
        rows.value = answer.runs;
        total.value = answer.total;
      },
    );
  }

  const loadSoon = useDebounceFn(load, 150);
  watch([search, states, sort, descending], () => {
    page.value = 0;
    void loadSoon();
  });
  watch(page, load);

  // Rows change where they stand; only a run that is not there yet, or no longer, asks for the list again.
  const stopListening = runs.listen((event) => {
    if (event.type === 'runDeleted') void loadSoon();
    if (event.type === 'runChanged' && !rows.value.some((row) => row.id === event.run.id)) void loadSoon();
  });
  onScopeDispose(stopListening);
  const isShown = ref(true);
  onActivated(() => {
    isShown.value = true;
    return load();
  });
  onDeactivated(() => (isShown.value = false));

  function sortBy(next: RunSort): void {
    if (sort.value === next) descending.value = !descending.value;
    else {
      sort.value = next;
      descending.value = isBestFirst(next);
    }
  }

  /** Takes rows out at once; the engine's answer follows. */
  function dropRows(ids: readonly RunId[]): void {
    rows.value = rows.value.filter((row) => !ids.includes(row.id));
    total.value = Math.max(0, total.value - ids.length);
  }

  return {
    search,
    states,
    sort,
    descending,
    page,
    total,
    loading,
    error,
    /** While the page is not shown they stay as they are, whatever trains meanwhile. */
    rows: computed<readonly RunSummary[]>((before) =>
      isShown.value || before === undefined ? rows.value.map(runs.current) : before,
    ),
    pages: computed(() => Math.max(1, Math.ceil(total.value / pageSize))),
    filtered: computed(() => search.value !== '' || states.value.length > 0),
    load,
    sortBy,
    dropRows,
  };
}

/** The newest, and the best of a metric, come first. */
function isBestFirst(sort: RunSort): boolean {
  const figure = metricNames.find(({ field }) => field === sort);
  return figure === undefined ? sort === 'createdAt' : metricOf(figure.metric).better === 'higher';
}
