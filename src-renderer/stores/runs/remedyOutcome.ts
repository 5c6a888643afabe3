import { isAmong, remedyOutcome, type RemedyOutcome } from '@shared/diagnosis/outcome';
import type { RunSummary } from '@shared/runs/run';
import { computed, shallowRef, watch, type ComputedRef } from 'vue';
import { engine } from '../../shared/engine/client';
import { useInsightStore } from './insight';
import { useLiveRunStore } from './liveRun';
import { quietly } from './looking/asking';

/** What became of the remedy that the shown run tries; null before its end, and where the run it is for is gone. */
export function useRemedyOutcome(): ComputedRef<RemedyOutcome | null> {
  const live = useLiveRunStore();
  const insight = useInsightStore();
  const before = shallowRef<RunSummary | null>(null);
  watch(
    () => live.remedyOf?.runId,
    async (runId) => {
      before.value = null;
      if (runId === undefined) return;
      await quietly(async () => {
        const run = await engine.runs.get({ runId });
        if (live.remedyOf?.runId === runId) before.value = run;
      });
    },
    { immediate: true },
  );
  return computed(() => {
    const { run, remedyOf } = live;
    if (run === null || remedyOf === null || before.value === null || live.active || !insight.asked)
      return null;
    // It is what was found in the run before that brought the remedy up.
    return remedyOutcome(
      { run: before.value, isFound: true },
      { run, isFound: isAmong(insight.findings, remedyOf) },
    );
  });
}
