import type { AppErrorData } from '@shared/errors';
import { formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import type { PictureOf } from '@shared/pictures/catalogue';
import type { TrainedRun } from '@shared/runs/imported/trained';
import { computed, ref, shallowRef, watch } from 'vue';
import { engine, toAppError } from '../../../shared/engine/client';
import type { StillKind } from '../../../shared/pictures/kinds';
import { useLatestWork } from './latestWork';
import { stateOf, useKept } from './useKept';

/** What one run made of its task at a moment, all of it of that moment. */
export interface RunAtMoment {
  /** Which picture it is: of which step, of which kind. */
  readonly aim: string;
  /** As which the run was drawn. */
  readonly key: string;
  /** Infinity: with the weights that it has. */
  readonly step: number;
  /** Null where it cannot be drawn. */
  readonly picture: PictureOf<StillKind> | null;
  /** Why there is no picture, where that is no fault. */
  readonly words: string | null;
  readonly error: AppErrorData | null;
}

/** A picture of a run that is to be there. */
type Wish = Pick<RunAtMoment, 'aim' | 'key'> & {
  readonly id: RunId;
  readonly kind: StillKind | undefined;
  /** As it is; as it was after a step; or not at all, because nothing was kept up to the chosen one. */
  readonly own: { readonly step: number | null } | { readonly nothingUpTo: number };
};

/** Pictures that are asked for at once: each may need a process of its own. */
const atOnce = 2;

/**
 * Runs at one moment of their training: each as it was at its latest kept step up to the chosen one.
 * @param kind undefined: the picture that suits its task best
 */
export function useMoments(runs: () => readonly TrainedRun[], kind: () => StillKind | undefined) {
  const kept = useKept(runs);
  const shown = shallowRef<ReadonlyMap<RunId, RunAtMoment>>(new Map());

  /** All steps of all of them. */
  const steps = computed(() => {
    const all = runs().flatMap(({ id }) => kept.value.get(id)?.steps ?? []);
    return [...new Set(all)].sort((a, b) => a - b);
  });
  /** Null: the weights that each run has. */
  const chosen = ref<number | null>(null);
  watch(
    () =>
      runs()
        .map(({ id }) => id)
        .join(),
    () => (chosen.value = null),
  );
  /** Place among the steps; behind the last one the weights that each run has. */
  const place = computed({
    get: () => {
      const { value: at } = chosen;
      return at === null
        ? steps.value.length
        : Math.max(
            0,
            steps.value.findLastIndex((each) => each <= at),
          );
    },
    set: (wanted) => (chosen.value = steps.value[wanted] ?? null),
  });
  const step = computed(() => steps.value[place.value] ?? null);

  const wishes = computed(
    () =>
      new Map(
        runs().flatMap((run) => {
          const own = ownMoment(step.value, kept.value.get(run.id)?.steps);
          return own === null ? [] : [[run.id, wishFor(run, own, kind())]];
        }),
      ),
  );

  /** What has come too late is of a moment that nobody asks about, or of an earlier state of the run. */
  function show(id: RunId, moment: RunAtMoment): void {
    const wish = wishes.value.get(id);
    const isThere = shown.value.get(id)?.key === wish?.key;
    if (wish?.aim !== moment.aim || (isThere && moment.key !== wish.key)) return;
    shown.value = new Map(shown.value).set(id, moment);
  }

  const drawing = useLatestWork<Wish>(atOnce, async (wish, options) => {
    const moment = await draw(wish, options);
    if (!options.signal.aborted) show(wish.id, moment);
  });
  watch(
    wishes,
    (all) => {
      const open = [...all.values()].filter(({ id, key }) => shown.value.get(id)?.key !== key);
      for (const wish of open) if ('nothingUpTo' in wish.own) show(wish.id, nothingKept(wish, wish.own));
      drawing.want(open.filter(({ own }) => 'step' in own));
    },
    { immediate: true },
  );

  return {
    steps,
    place,
    step,
    shown,
    /** Whether what is shown of a run is not what is asked for. */
    isFormer: (id: RunId) => shown.value.get(id)?.aim !== wishes.value.get(id)?.aim,
    observationsOf: (id: RunId) => kept.value.get(id)?.observations ?? [],
    problemOf: (id: RunId) => kept.value.get(id)?.error ?? null,
    loading: drawing.loading,
  };
}

/** Which moment of a run is the latest up to a step; null where its steps are not known yet. */
function ownMoment(at: number | null, steps: readonly number[] | undefined): Wish['own'] | null {
  if (at === null) return { step: null };
  if (steps === undefined) return null;
  const step = steps.findLast((each) => each <= at);
  return step === undefined ? { nothingUpTo: at } : { step };
}

function wishFor(run: TrainedRun, own: Wish['own'], kind: StillKind | undefined): Wish {
  const moment = 'step' in own ? (own.step ?? 'as it is') : `nothing up to ${own.nothingUpTo}`;
  const aim = `${moment}, ${kind ?? 'the best'}`;
  const isNow = 'step' in own && own.step === null;
  return { id: run.id, own, kind, aim, key: `${run.id}, ${aim}${isNow ? `, ${stateOf(run)}` : ''}` };
}

function nothingKept({ aim, key }: Wish, { nothingUpTo }: { readonly nothingUpTo: number }): RunAtMoment {
  const words = `nothing kept up to step ${formatCount(nothingUpTo)}`;
  return { aim, key, step: nothingUpTo, picture: null, words, error: null };
}

async function draw(
  { id, own, kind, aim, key }: Wish,
  options: { readonly signal: AbortSignal },
): Promise<RunAtMoment> {
  const step = 'step' in own ? own.step : null;
  const nothing = { aim, key, step: step ?? Infinity, picture: null, words: null, error: null };
  try {
    const picture = await engine.runs.picture({ runId: id, step, of: kind }, options);
    return picture.kind === 'units'
      ? { ...nothing, words: 'its picture is drawn in the workbench alone' }
      : { ...nothing, step: picture.step, picture };
  } catch (thrown) {
    return { ...nothing, error: toAppError(thrown).toData() };
  }
}
