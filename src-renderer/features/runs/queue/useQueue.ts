import type { Queue, QueueUnit } from '@shared/contract/queue';
import type { RunId } from '@shared/ids';
import { useThrottleFn } from '@vueuse/core';
import { computed, onActivated, onDeactivated, onScopeDispose, ref, shallowRef } from 'vue';
import { engine } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import { useEngineStore } from '../../../stores/engine';

const empty: Queue = { waiting: [], interrupted: [] };

/** What waits for its turn, also of other Layerlabs on the workspace, kept up to date while the page is shown. */
export function useQueue() {
  const queue = shallowRef<Queue>(empty);
  const isShown = ref(true);
  const reading = useRequest();
  const changing = useRequest();

  const load = () => reading.ask((options) => engine.queue.list(undefined, options), show);
  const change = (call: () => Promise<Queue>) => changing.ask(call, show);
  function show(answer: Queue): void {
    queue.value = answer;
  }

  // Others may change it, too, of which only the database tells: so it is read with each word of the engine's.
  const loadAtTimes = useThrottleFn(
    () => {
      if (isShown.value && !changing.loading.value) void load();
    },
    500,
    true,
  );
  onScopeDispose(
    useEngineStore().listen(({ type }) => {
      if (type === 'runChanged' || type === 'status') void loadAtTimes();
    }),
  );
  onActivated(() => {
    isShown.value = true;
    return load();
  });
  onDeactivated(() => (isShown.value = false));

  /** Puts a unit where another stands, or at the end. */
  function move({ runIds }: QueueUnit, to: number): Promise<void> {
    const others = queue.value.waiting.filter((unit) => unit.runIds[0] !== runIds[0]);
    const before = others[to]?.runIds[0] ?? null;
    return change(() => engine.queue.move({ runIds: [...runIds], before }));
  }

  /** Has those that were interrupted wait again. */
  const goOn = () => change(() => engine.queue.continue());

  const takeOut = (runIds: readonly RunId[]) =>
    change(async () => {
      for (const runId of runIds) await engine.runs.stop({ runId });
      return engine.queue.list();
    });

  const error = computed(() => changing.error.value ?? reading.error.value);
  return { queue, error, move, goOn, takeOut };
}
