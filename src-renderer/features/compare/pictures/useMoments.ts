import type { RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import type { PictureOf } from '@shared/pictures/catalogue';
import type { AppErrorData } from '@shared/errors';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { computed, ref, shallowRef, watch } from 'vue';
import { engine, toAppError } from '../../../shared/engine/client';
import { useRequest } from '../../../shared/engine/request';
import type { StillKind } from '../../../shared/pictures/kinds';

/** What one run made of its task at the moment that is looked at. */
export interface RunAtMoment {
  /** Null where it cannot be drawn. */
  readonly picture: PictureOf<StillKind> | null;
  readonly error: AppErrorData | null;
}

interface Kept {
  /** Steps whose weights were kept; ascending. */
  readonly steps: readonly number[];
  readonly observations: readonly Observation[];
}

/**
 * Runs at one moment of their training: each as it was at its latest kept step up to the chosen one.
 * @param kind undefined: the picture that suits its task best
 */
export function useMoments(runs: () => readonly TrainedRun[], kind: () => StillKind | undefined) {
  const kept = shallowRef<ReadonlyMap<RunId, Kept>>(new Map());
  const shown = shallowRef<ReadonlyMap<RunId, RunAtMoment>>(new Map());
  const reading = useRequest();
  const drawing = useRequest();

  /** All steps of all of them. */
  const steps = computed(() =>
    [...new Set([...kept.value.values()].flatMap((each) => each.steps))].sort((a, b) => a - b),
  );
  /** Place among the steps; behind the last one the weights that each run has kept. */
  const place = ref(0);
  const step = computed(() => steps.value[place.value] ?? null);

  async function read(ids: readonly RunId[], options: { signal: AbortSignal }) {
    const found = await Promise.all(
      ids.map(async (runId): Promise<[RunId, Kept]> => {
        const [steps, observations] = await Promise.all([
          engine.runs.moments({ runId }, options),
          engine.runs.observations({ runId }, options),
        ]);
        return [runId, { steps, observations }];
      }),
    );
    return new Map(found);
  }

  watch(
    () => runs().map(({ id }) => id),
    (ids, before) => {
      if (ids.join() === before?.join()) return;
      void reading.ask(
        (options) => read(ids, options),
        (answer) => {
          kept.value = answer;
          place.value = steps.value.length;
        },
      );
    },
    { immediate: true },
  );

  async function draw(at: number | null, options: { signal: AbortSignal }) {
    const drawn = await Promise.all(
      runs().map(async ({ id }): Promise<[RunId, RunAtMoment]> => {
        const own = at === null ? null : kept.value.get(id)?.steps.findLast((each) => each <= at);
        try {
          const picture = await engine.runs.picture({ runId: id, step: own ?? null, of: kind() }, options);
          return [id, { picture: picture.kind === 'units' ? null : picture, error: null }];
        } catch (thrown) {
          return [id, { picture: null, error: toAppError(thrown).toData() }];
        }
      }),
    );
    return new Map(drawn);
  }

  watch([step, kept, kind], () =>
    drawing.ask(
      (options) => draw(step.value, options),
      (answer) => (shown.value = answer),
    ),
  );

  return {
    steps,
    place,
    step,
    shown,
    observationsOf: (id: RunId) => kept.value.get(id)?.observations ?? [],
    error: reading.error,
    loading: drawing.loading,
  };
}
