import type { NotContinued, Queue, QueueEntry } from '@shared/contract/queue/queue';
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
  const notContinued = shallowRef<readonly NotContinued[]>([]);
  const isShown = ref(true);
  const reading = useRequest();
  const changing = useRequest();

  const load = () => reading.ask((options) => engine.queue.list(undefined, options), show);
  function show(answer: Queue): void {
    queue.value = answer;
  }

  let changes = 0;
  let last = Promise.resolve();
  /** Changes are made one after another; what there is after the last is shown. */
  function change(call: () => Promise<Queue>): Promise<void> {
    reading.cancel();
    changes += 1;
    last = last.then(async () => {
      const answers: Queue[] = [];
      await changing.ask(call, (answer) => answers.push(answer));
      changes -= 1;
      if (changes > 0) return;
      const [answer] = answers;
      if (answer === undefined) await load();
      else show(answer);
    });
    return last;
  }

  // Others may change it, too, of which only the database tells: so it is read with each word of the engine's.
  const loadUnlessChanging = () => (isShown.value && changes === 0 ? load() : undefined);
  const loadAtTimes = useThrottleFn(() => reading.askAfter(loadUnlessChanging), 500, true);
  onScopeDispose(
    useEngineStore().listen(({ type }) => {
      if (type === 'runChanged' || type === 'status') void loadAtTimes();
    }),
  );
  onActivated(() => {
    isShown.value = true;
    if (changes === 0) void load();
  });
  onDeactivated(() => (isShown.value = false));

  /** Puts an entry where another stands, or at the end. It stands there at once: the next move goes by that. */
  function move({ runIds }: QueueEntry, to: number): void {
    const { waiting } = queue.value;
    const moved = waiting.filter((entry) => entry.runIds[0] === runIds[0]);
    const others = waiting.filter((entry) => entry.runIds[0] !== runIds[0]);
    const before = others[to]?.runIds[0] ?? null;
    queue.value = { ...queue.value, waiting: others.toSpliced(to, 0, ...moved) };
    void change(() => engine.queue.move({ runIds: [...runIds], before }));
  }

  /** Has those that were interrupted wait again. */
  const goOn = () =>
    change(async () => {
      const continued = await engine.queue.continue();
      notContinued.value = continued.refused;
      return continued.queue;
    });

  /** Has those that were interrupted keep no places. */
  const letGo = () => {
    const runIds = queue.value.interrupted.flatMap((entry) => entry.runIds);
    return change(() => engine.queue.letGo({ runIds }));
  };

  const takeOut = (runIds: readonly RunId[]) => change(() => engine.queue.takeOut({ runIds: [...runIds] }));

  /** Those of the interrupted that were to go on and cannot. */
  const refused = computed(() => {
    const interrupted = new Set(queue.value.interrupted.flatMap(({ runIds }) => runIds));
    return notContinued.value.filter(({ runId }) => interrupted.has(runId));
  });
  const error = computed(() => changing.error.value ?? reading.error.value);
  return { queue, refused, error, move, goOn, letGo, takeOut };
}
