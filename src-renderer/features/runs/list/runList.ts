import type { RunFields, RunGroups } from '@shared/contract/runs/runTable';
import type { RunId } from '@shared/ids';
import type { RunState } from '@shared/runs/run';
import { useDebounceFn, useLocalStorage, useThrottleFn } from '@vueuse/core';
import { computed, onActivated, onDeactivated, onScopeDispose, ref, shallowRef, watch } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import { useRunsStore } from '../../../stores/runs/runs';
import { useColumnChanges } from './columnChanges';
import { columnNamed, columnOfGroups, curveColumn, nameColumn, usualColumns } from './columns';
import { useShownRows } from './shownRows';
import { csvOfRuns } from './tableCsv';
import { csvOfGroups, groupLabels, itemsOf, itemsOfRuns } from './groups';
import { firstView, type RunsView } from '../table/views';

const noFields: RunFields = { names: [], parameters: [], metrics: [], tags: [] };

type Chosen = Parameters<typeof engine.runs.order>[0];

/** What of a view the engine is asked by. */
const asked = ({ where, archived, orders, groupBy }: RunsView) =>
  JSON.stringify([where, archived, orders, groupBy]);

/** What the engine has answered, with what it was asked for: shown as it is until the next answer is there. */
interface Listed {
  readonly ids: readonly RunId[];
  /** Null where runs are not put together. */
  readonly grouped: {
    readonly groups: RunGroups;
    readonly by: readonly string[];
    /** The columns that the groups' cells are of. */
    readonly told: readonly string[];
  } | null;
}

/** The runs page's list: the order of all that the search, the filter and the condition leave, or their groups. */
export function useRunList() {
  const runs = useRunsStore();
  const search = ref('');
  const states = ref<RunState[]>([]);
  /** What is kept between visits. */
  const view = useLocalStorage<RunsView>('layerlab.runs.table', firstView, { mergeDefaults: true });
  const fields = shallowRef<RunFields>(noFields);
  const listed = shallowRef<Listed>({ ids: [], grouped: null });
  const ids = computed(() => listed.value.ids);
  const { error, loading, ask, askAfter } = useRequest();
  const isLoaded = ref(false);

  const columnNames = computed(() => view.value.columns ?? usualColumns(fields.value.metrics));
  const shown = useShownRows(columnNames, ids);
  const columns = computed(() =>
    [nameColumn, ...columnNames.value].map((name) => {
      const column = listed.value.grouped === null ? columnNamed(name) : columnOfGroups(name);
      return { ...column, width: view.value.widths[name] ?? column.width };
    }),
  );
  /** Columns by which configurations are told apart. */
  const differing = computed(() =>
    fields.value.parameters.filter(({ differs }) => differs).map(({ path }) => path),
  );
  /** What is asked for of each group. */
  const told = computed(() => {
    const apart = view.value.groupBy.includes('configuration') ? differing.value : [];
    return [...new Set([...columnNames.value, ...apart])]
      .filter((name) => name !== curveColumn)
      .slice(0, 200);
  });

  function load(): Promise<void> {
    const { where, archived, orders, groupBy } = view.value;
    const chosen = {
      search: search.value,
      states: [...states.value],
      where,
      archived,
      orders: orders.map((order) => ({ ...order })),
    };
    return ask(
      (options) => (groupBy.length > 0 ? askGroups(chosen, [...groupBy], options) : askRuns(chosen, options)),
      (answer) => {
        listed.value = answer;
        isLoaded.value = true;
      },
    );
  }

  async function askRuns(chosen: Chosen, options: { signal: AbortSignal }): Promise<Listed> {
    const { runIds } = await engine.runs.order(chosen, options);
    await shown.prepare(runIds);
    return { ids: runIds, grouped: null };
  }

  async function askGroups(chosen: Chosen, by: string[], options: { signal: AbortSignal }): Promise<Listed> {
    const columns = told.value;
    const groups = await engine.runs.groups({ ...chosen, by, columns }, options);
    await shown.prepare([]);
    return { ids: groups.flatMap(({ runIds }) => runIds), grouped: { groups, by, told: columns } };
  }

  async function loadFields(): Promise<void> {
    fields.value = await engine.runs.fields().catch(() => fields.value);
  }
  const refresh = () => Promise.all([load(), loadFields()]);

  const loadSoon = useDebounceFn(load, 150);
  watch(search, loadSoon);
  watch(
    [states, () => asked(view.value), () => (view.value.groupBy.length > 0 ? told.value.join() : '')],
    load,
  );

  // Rows change where they stand; only a run that is not there yet, or no longer, asks for the list again.
  const known = computed(() => new Set(ids.value));
  const loadAtTimes = useThrottleFn(() => askAfter(load), 1000, true);
  const stopListening = runs.listen((event) => {
    const isNews =
      event.type === 'runDeleted' || (event.type === 'runChanged' && !known.value.has(event.run.id));
    if (isNews && isShown.value) void loadAtTimes();
  });
  onScopeDispose(stopListening);
  const isShown = ref(true);
  onActivated(() => {
    isShown.value = true;
    return refresh();
  });
  onDeactivated(() => (isShown.value = false));

  const open = shallowRef<ReadonlySet<string>>(new Set());
  function toggleGroup(key: string): void {
    const next = new Set(open.value);
    if (!next.delete(key)) next.add(key);
    open.value = next;
  }
  const labels = computed(() => {
    const { grouped } = listed.value;
    return grouped && groupLabels(grouped.groups, grouped.by, grouped.told, differing.value);
  });
  const items = computed(() => {
    const { ids, grouped } = listed.value;
    return grouped === null ? itemsOfRuns(ids) : itemsOf(grouped.groups, open.value);
  });

  function changeView(change: Partial<RunsView>): void {
    view.value = { ...view.value, ...change };
  }

  /** Takes rows out at once; the engine's answer follows. */
  function dropRows(gone: readonly RunId[]): void {
    const isLeft = (id: RunId) => !gone.includes(id);
    const { grouped } = listed.value;
    const groups = (grouped?.groups ?? [])
      .map((group) => ({ ...group, runIds: group.runIds.filter(isLeft) }))
      .filter(({ runIds }) => runIds.length > 0);
    listed.value = { ids: ids.value.filter(isLeft), grouped: grouped && { ...grouped, groups } };
  }

  /** What the table shows, as comma-separated values. */
  async function csv(): Promise<string> {
    const columns = columnNames.value.filter((name) => name !== curveColumn);
    const { ids, grouped } = listed.value;
    return grouped === null
      ? csvOfRuns(ids, [nameColumn, ...columns])
      : csvOfGroups(grouped.groups, grouped.by, grouped.told, columns);
  }

  return {
    csv,
    view,
    changeView,
    ...useColumnChanges(() => columnNames.value, view, changeView),
    fields,
    search,
    states,
    error,
    loading,
    isLoaded,
    columnNames,
    columns,
    told: computed(() => listed.value.grouped?.told ?? []),
    rows: shown.rows,
    sparks: shown.sparks,
    show: shown.show,
    ids,
    items,
    expanded: computed(() => (listed.value.grouped === null ? null : open.value)),
    toggleGroup,
    labelOf: (group: RunGroups[number]) => labels.value?.get(group) ?? '',
    filtered: computed(
      () => search.value !== '' || states.value.length > 0 || view.value.where.trim() !== '',
    ),
    load,
    refresh,
    dropRows,
  };
}
