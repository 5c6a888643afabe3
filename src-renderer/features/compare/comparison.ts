import type { RunId } from '@shared/ids';
import type { ConfigDifference, Curve, RunDetail } from '@shared/runs/run';
import { useThrottleFn } from '@vueuse/core';
import { computed, onActivated, onDeactivated, onScopeDispose, shallowRef, watch } from 'vue';
import { engine } from '../../shared/engine/client';
import { useRequest } from '../../shared/engine/request';
import { withColorsApart } from '../../shared/runs/apartColors';
import { mostPoints } from './curves/mostPoints';
import { useRunsStore } from '../../stores/runs/runs';

interface Comparison {
  readonly runs: readonly RunDetail[];
  readonly differences: readonly ConfigDifference[];
  readonly curves: readonly Curve[];
}

const nothing: Comparison = { runs: [], differences: [], curves: [] };

/** What the engine says of the compared runs, read again while any of them changes. */
export function useComparison(ids: () => readonly RunId[]) {
  const store = useRunsStore();
  const comparison = shallowRef<Comparison>(nothing);
  const { error, loading, ask, askAfter } = useRequest();

  async function read(runIds: RunId[], options: { signal: AbortSignal }): Promise<Comparison> {
    const [only] = runIds;
    if (only === undefined) return nothing;
    if (runIds.length > 1) return engine.runs.compare({ runIds, maximumPoints: mostPoints }, options);
    const [detail, curves] = await Promise.all([
      engine.runs.get({ runId: only }, options),
      engine.runs.curves({ runIds, maximumPoints: mostPoints }, options),
    ]);
    return { runs: [detail], differences: [], curves };
  }

  function load(): Promise<void> {
    return ask(
      (options) => read([...ids()], options),
      (answer) => (comparison.value = answer),
    );
  }

  watch(() => ids().join(), load, { immediate: true });
  /** What changes while the page is not shown is read when it is shown again. */
  let isShown = true;
  let isStale = false;
  onDeactivated(() => (isShown = false));
  onActivated(() => {
    isShown = true;
    if (!isStale) return;
    isStale = false;
    void load();
  });
  const loadAtTimes = useThrottleFn(() => askAfter(load), 1000, true);
  const stopListening = store.listen((event) => {
    if (event.type === 'runChanged' && ids().includes(event.run.id)) {
      isStale = !isShown;
      if (isShown) void loadAtTimes();
    }
  });
  onScopeDispose(stopListening);

  return {
    runs: computed(() => withColorsApart(comparison.value.runs)),
    differences: computed(() => comparison.value.differences),
    curves: computed(() => comparison.value.curves),
    error,
    loading,
    load,
  };
}
