import type { AppErrorData } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { shallowRef, watch } from 'vue';
import { engine, toAppError } from '../../../shared/engine/client';
import { useLatestWork } from './latestWork';

/** What there is of a run's past. */
export interface Kept {
  /** Steps whose weights were kept; ascending. */
  readonly steps: readonly number[];
  readonly observations: readonly Observation[];
  readonly error: AppErrorData | null;
}

interface Reading {
  readonly id: RunId;
  readonly key: string;
}

/** What is kept of the past of runs, each read by itself, and again when it has got on. */
export function useKept(runs: () => readonly TrainedRun[]) {
  const kept = shallowRef<ReadonlyMap<RunId, Kept>>(new Map());
  /** As which each was read. */
  const readAs = new Map<RunId, string>();

  const reading = useLatestWork<Reading>(2, async ({ id, key }, options) => {
    const found = await read(id, kept.value.get(id), options);
    if (options.signal.aborted) return;
    readAs.set(id, key);
    kept.value = new Map(kept.value).set(id, found);
  });
  watch(
    () => runs().map((run): Reading => ({ id: run.id, key: stateOf(run) })),
    (wanted) => reading.want(wanted.filter(({ id, key }) => readAs.get(id) !== key)),
    { immediate: true },
  );
  return kept;
}

async function read(
  runId: RunId,
  before: Kept | undefined,
  options: { readonly signal: AbortSignal },
): Promise<Kept> {
  try {
    const [steps, observations] = await Promise.all([
      engine.runs.moments({ runId }, options),
      engine.runs.observations({ runId }, options),
    ]);
    return { steps, observations, error: null };
  } catch (thrown) {
    return { steps: [], observations: [], ...before, error: toAppError(thrown).toData() };
  }
}

/** Changes whenever a run has got on. */
export function stateOf({ id, state, progress }: TrainedRun): string {
  return [id, state, progress?.step ?? 0].join(' ');
}
