import type { RunId } from '@shared/ids';
import { useThrottleFn } from '@vueuse/core';
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { useRunsStore } from '../../../stores/runs/runs';
import { curveColumn } from './columns';
import { useRunRows } from './runRows';
import { useRunSparks } from './runSparks';

/** As many rows as a window shows at the top of a list. */
const firstRows = 24;

/** What is read of the runs in sight, kept up to date. */
export function useShownRows(
  columnNames: Readonly<Ref<readonly string[]>>,
  ids: Readonly<Ref<readonly RunId[]>>,
) {
  const runs = useRunsStore();
  const { sparks, add, ask } = useRunSparks(() => columnNames.value.includes(curveColumn));
  const { known, need, read, outdate } = useRunRows(
    () => columnNames.value.filter((name) => name !== curveColumn),
    add,
  );
  const inSight = shallowRef<readonly RunId[]>([]);
  function show(shown: readonly RunId[]): void {
    inSight.value = shown;
    need(shown);
  }

  watch(columnNames, () => {
    outdate();
    need(inSight.value);
    void ask();
  });
  watch(ids, () => need(inSight.value));
  const readAtTimes = useThrottleFn(() => need(inSight.value), 1000, true);
  const stopListening = runs.listen((event) => {
    if (event.type !== 'runChanged' || !inSight.value.includes(event.run.id)) return;
    outdate(event.run.id);
    void readAtTimes();
  });
  onScopeDispose(stopListening);

  /** Reads what will stand at the top of a list that is about to be shown, so that no row is empty at first. */
  async function prepare(listed: readonly RunId[]): Promise<void> {
    outdate();
    if (listed.length > 0) await read(listed.slice(0, firstRows));
  }

  return { rows: known, sparks, show, prepare };
}
