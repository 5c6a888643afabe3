import type { RunId } from '@shared/ids';
import { activeStates, type Curve, type RunSummary } from '@shared/runs/run';
import { useThrottleFn } from '@vueuse/core';
import { onScopeDispose, shallowRef } from 'vue';
import { engine, isCancelled } from '../../../shared/engine/client';

/** Points of a curve that is some ninety pixels wide. */
const maximumPoints = 60;
/** Curves that one question may ask for. */
const mostRuns = 50;

/** Small curves of the loss: on validation, and where there is none in training. */
export function useRunSparks(isShown: () => boolean) {
  const sparks = shallowRef<ReadonlyMap<RunId, Curve>>(new Map());
  const waiting = new Map<RunId, RunSummary>();
  const aborter = new AbortController();
  onScopeDispose(() => aborter.abort());
  let isAsking = false;

  /** Runs that have come into sight, or have changed. */
  function add(runs: readonly RunSummary[]): void {
    for (const run of runs) {
      if (!sparks.value.has(run.id) || activeStates.includes(run.state)) waiting.set(run.id, run);
    }
    void askSoon();
  }
  const askSoon = useThrottleFn(ask, 1000, true, true);

  async function ask(): Promise<void> {
    if (isAsking || !isShown()) return;
    isAsking = true;
    while (waiting.size > 0) {
      const runs = [...waiting.values()].slice(0, mostRuns);
      for (const { id } of runs) waiting.delete(id);
      const validated = runs.filter(({ metrics }) => metrics.validationLoss !== null);
      await read(validated, 'validation');
      await read(
        runs.filter((run) => !validated.includes(run)),
        'training',
      );
    }
    isAsking = false;
  }

  async function read(runs: readonly RunSummary[], split: 'validation' | 'training'): Promise<void> {
    if (runs.length === 0) return;
    const request = { runIds: runs.map(({ id }) => id), series: [{ split, name: 'loss' }], maximumPoints };
    try {
      const curves = await engine.runs.curves(request, { signal: aborter.signal });
      const read = curves.map((curve): [RunId, Curve] => [curve.runId, curve]);
      sparks.value = new Map([...sparks.value, ...read]);
    } catch (thrown) {
      // A run that is gone meanwhile, or whose curve is damaged, has no picture; its page says why.
      if (!isCancelled(thrown)) console.warn('curves of runs could not be read', thrown);
    }
  }

  return { sparks, add, ask };
}
