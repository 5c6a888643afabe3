import type { FieldCell, RunFields, RunGroups, RunSort } from '@shared/contract/runTable';
import type { RunId } from '@shared/ids';
import { metricNames } from '@shared/runs/metricNames';
import type { RunState, RunSummary } from '@shared/runs/run';
import { metricOf } from '@shared/training/metrics/words';
import { useDebounceFn, useLocalStorage } from '@vueuse/core';
import type { RunsView } from './table/views';
import { computed, onActivated, onDeactivated, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { engine } from '../../shared/engine/client';
import { useRequest } from '../../shared/engine/request';
import { useRunsStore } from '../../stores/runs/runs';

export const pageSize = 100;

const usualFigures = ['validation.loss', 'validation.accuracy', 'training.loss'];

/** The runs page's list: one page of what the search, the filter and the order leave, kept up to date. */
export function useRunList() {
  const runs = useRunsStore();
  const search = ref('');
  const states = ref<RunState[]>([]);
  const sort = ref<RunSort>('createdAt');
  const descending = ref(true);
  const page = ref(0);

  /** The condition, columns and groups that are kept between visits. */
  const view = useLocalStorage<RunsView>('layerlab.runs.view', {
    where: '',
    columns: [],
    groupBy: [],
    archived: 'hide',
  });
  /** A column beside the usual ones by which is sorted, in place of `sort`. */
  const sortedColumn = ref<string | null>(null);

  const rows = shallowRef<readonly RunSummary[]>([]);
  const cells = shallowRef<ReadonlyMap<RunId, readonly FieldCell[]>>(new Map());
  const groups = shallowRef<RunGroups>([]);
  const fields = shallowRef<RunFields>({ names: [], parameters: [], tags: [] });
  const total = ref(0);
  const { error, loading, ask } = useRequest();

  function load(): Promise<void> {
    const { where, columns, groupBy, archived } = view.value;
    const chosen = { search: search.value, states: [...states.value], where, archived };
    if (groupBy.length > 0) {
      return ask(
        (options) =>
          engine.runs.groups({ ...chosen, by: [...groupBy], columns: [...groupColumns.value] }, options),
        (answer) => {
          groups.value = answer;
          total.value = answer.reduce((sum, { count }) => sum + count, 0);
        },
      );
    }
    const request = {
      ...chosen,
      columns: [...columns],
      orders:
        sortedColumn.value === null ? [] : [{ column: sortedColumn.value, descending: descending.value }],
      sort: sort.value,
      descending: descending.value,
      offset: page.value * pageSize,
      limit: pageSize,
    };
    return ask(
      (options) => engine.runs.list(request, options),
      (answer) => {
        rows.value = answer.runs;
        cells.value = new Map(answer.runs.map(({ id }, place) => [id, answer.cells[place] ?? []]));
        total.value = answer.total;
      },
    );
  }

  const loadSoon = useDebounceFn(load, 150);
  /** What stands beside the groups: the usual figures, and what was chosen that they are not grouped by. */
  const groupColumns = computed(() => {
    const shown = new Set([...usualFigures, ...view.value.columns]);
    return [...shown].filter((name) => !view.value.groupBy.includes(name));
  });

  async function loadFields(): Promise<void> {
    fields.value = await engine.runs.fields().catch(() => fields.value);
  }

  watch([search, states, sort, descending, sortedColumn, view], () => {
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
    void loadFields();
    return load();
  });
  onDeactivated(() => (isShown.value = false));

  function sortBy(next: RunSort): void {
    if (sortedColumn.value === null && sort.value === next) descending.value = !descending.value;
    else {
      sort.value = next;
      descending.value = isBestFirst(next);
    }
    sortedColumn.value = null;
  }

  function sortByColumn(column: string): void {
    if (sortedColumn.value === column) descending.value = !descending.value;
    else descending.value = false;
    sortedColumn.value = column;
  }

  function changeView(change: Partial<RunsView>): void {
    view.value = { ...view.value, ...change };
  }

  /** Takes rows out at once; the engine's answer follows. */
  function dropRows(ids: readonly RunId[]): void {
    rows.value = rows.value.filter((row) => !ids.includes(row.id));
    total.value = Math.max(0, total.value - ids.length);
  }

  return {
    view,
    changeView,
    fields,
    loadFields,
    cells,
    groups,
    groupColumns,
    sortedColumn,
    sortByColumn,
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
    filtered: computed(
      () => search.value !== '' || states.value.length > 0 || view.value.where.trim() !== '',
    ),
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
