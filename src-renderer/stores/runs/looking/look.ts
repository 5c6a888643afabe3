import type { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import { computed, onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { isCancelled, isOfEngine, toAppError } from '../../../shared/engine/client';
import { followsChoice, oneAtATime } from './asking';
import { useMomentsStore } from './moments';

/** Something that is asked of the shown run again and again. */
export interface Look<Wanted, Answer> {
  /** What is asked for; null where nobody looks. */
  wanted(): Wanted | null;
  /** What the answer is about: one about something else is not left standing until the next is there. */
  subject(): unknown;
  ask(at: { readonly runId: RunId; readonly step: number | null }, wanted: Wanted): Promise<Answer>;
  /** Milliseconds between two looks at a net that learns. */
  readonly livePeriod: number;
}

/** What came of the last question. */
export interface Looked<Answer> {
  readonly shown: Readonly<ShallowRef<Answer | null>>;
  /** Why there is no answer; null where there is one, or none yet. */
  readonly error: Readonly<ShallowRef<AppError | null>>;
  /** The chosen step while the answer is still about another moment; null where it is not. */
  readonly awaited: Readonly<Ref<number | null>>;
}

/** Looks at the shown run, at the moment that was chosen or as it is now, for as long as the caller's scope lives. */
export function useLook<Wanted, Answer>(look: Look<Wanted, Answer>): Looked<Answer> {
  const moments = useMomentsStore();
  const shown = shallowRef<Answer | null>(null);
  const error = shallowRef<AppError | null>(null);
  const wanted = computed(look.wanted);
  const asked = () => [moments.runId, wanted.value, moments.chosen] as const;
  const answered = shallowRef<number | null>(null);
  const awaited = computed(() => (moments.chosen === answered.value ? null : moments.chosen));
  let isOver = false;

  async function ask(): Promise<void> {
    const [runId, what, at] = asked();
    const isStill = () => {
      const [run, wantedNow, chosen] = asked();
      return run === runId && wantedNow === what && followsChoice(at, chosen);
    };
    if (runId === null || what === null || !moments.canAnswer) return;
    try {
      const step = at === null ? null : await moments.keptUpTo(at);
      const answer = await look.ask({ runId, step }, what);
      if (!isStill()) return;
      shown.value = answer;
      error.value = null;
      answered.value = at;
    } catch (thrown) {
      if (isCancelled(thrown) || !isStill()) return;
      if (!isOfEngine(thrown)) throw thrown;
      error.value = toAppError(thrown);
      answered.value = at;
    }
  }

  const follows = () =>
    !isOver && moments.learns && wanted.value !== null && shown.value !== null && moments.chosen === null;
  const refresh = oneAtATime(ask, follows, look.livePeriod);

  watch([() => moments.runId, look.subject], () => {
    shown.value = null;
    error.value = null;
  });
  // A question that comes as the training ends may find nobody: it is put again to what was kept.
  watch(
    [() => moments.runId, wanted, () => moments.chosen, () => moments.canAnswer, () => moments.learns],
    refresh,
    { immediate: true },
  );
  onScopeDispose(() => (isOver = true));
  return { shown, error, awaited };
}
