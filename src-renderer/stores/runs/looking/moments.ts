import type { AppError } from '@shared/errors';
import type { LayerId } from '@shared/ids';
import { notFinite } from '@shared/pictures/notFinite';
import type { RunMoment } from '@shared/pictures/runMoment';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { engine, isCancelled, isOfEngine, toAppError } from '../../../shared/engine/client';
import { useInsightStore } from '../insight';
import { useLiveRunStore } from '../liveRun';
import { followsChoice, oneAtATime, quietly } from './asking';
import { KeptMoments } from './keptMoments';

/** Milliseconds between two looks at a net that learns. */
const livePeriod = 65;

/**
 * What the shown run's net makes of its task, unit by unit, at the moment that was chosen; or now, for as long as somebody
 * looks at its units.
 */
export const useMomentsStore = defineStore('moments', () => {
  const live = useLiveRunStore();
  const insight = useInsightStore();
  const shown = shallowRef<RunMoment | null>(null);
  /** Why there is no picture of the chosen moment; null where there is one, or none yet. */
  const error = shallowRef<AppError | null>(null);
  /** The layers whose units somebody looks at, by who does. */
  const lookers = shallowRef<readonly LayerId[]>([]);
  let hasMaps = true;
  /** Somebody has turned to the slider, by the pointer or by the focus, and will probably move it. */
  const isPointedAt = shallowRef(false);
  const isFocused = shallowRef(false);
  const expectsMoves = computed(() => isPointedAt.value || isFocused.value);
  /** The latest choice that has been answered, if by what it could not be drawn for. */
  const answered = shallowRef<number | null>(null);

  const runId = computed(() => live.run?.id ?? null);
  /** The step that is to be shown; null for now. */
  const chosen = computed(() => (insight.moment === null ? null : (insight.observation?.step ?? null)));
  /** The chosen step while what is shown is still of another moment; null where it is not. */
  const awaited = computed(() => (chosen.value === answered.value ? null : chosen.value));
  /** The layer that is drawn unit by unit. */
  const layer = computed(() => lookers.value.at(-1) ?? null);
  const kept = computed(() => (runId.value === null ? null : new KeptMoments(runId.value, layer.value)));
  const learns = computed(() => live.run?.state === 'running');
  const canAnswer = computed(() => learns.value || (!live.active && (live.run?.checkpoints.length ?? 0) > 0));
  const follows = () => learns.value && layer.value !== null && hasMaps && chosen.value === null;

  /** The latest moment of the shown run that was kept up to a step. @throws AppError `notFound` where none was */
  const keptUpTo = async (step: number): Promise<number | null> => (await kept.value?.upTo(step)) ?? null;

  async function then(moments: KeptMoments, step: number): Promise<RunMoment> {
    const at = await moments.upTo(step);
    return moments.passing(at, at < (shown.value?.step ?? Infinity) ? -1 : 1);
  }

  async function now(): Promise<RunMoment | null> {
    const id = runId.value;
    if (id === null || layer.value === null || !hasMaps || !canAnswer.value) return null;
    // The picture of a run that is trained comes by itself.
    return engine.runs.moment({ runId: id, picture: false, layer: layer.value });
  }

  async function look(): Promise<void> {
    const [moments, step, looked] = [kept.value, chosen.value, layer.value];
    const isStill = () => runId.value === (moments?.runId ?? null) && followsChoice(step, chosen.value);
    try {
      const moment = moments && (await (step === null ? now() : then(moments, step)));
      if (!isStill()) return;
      shown.value = moment;
      answered.value = step;
      error.value =
        moments !== null && step !== null && moment?.picture === null ? notFinite(moments.runId) : null;
      if (moment !== null && looked !== null) hasMaps = moment.maps !== null;
      if (moments !== null && step !== null) void drawOthers(moments);
    } catch (thrown) {
      if (isCancelled(thrown) || !isStill()) return;
      if (!isOfEngine(thrown)) throw thrown;
      error.value = step === null ? null : toAppError(thrown);
      answered.value = step;
    }
  }

  /** Where a slider that is moved, or soon will be, stands among the moments of a run that has ended; else null. */
  function placeAmong(moments: KeptMoments): number | null {
    if (kept.value !== moments || learns.value || !canAnswer.value) return null;
    return chosen.value ?? (expectsMoves.value ? Infinity : null);
  }

  const drawOthers = (moments: KeptMoments): Promise<void> => moments.drawOthers(() => placeAmong(moments));

  /** Has moments drawn before the first is chosen: the process that draws them takes a second to begin. */
  async function prepare(): Promise<void> {
    const moments = kept.value;
    if (!expectsMoves.value || moments === null || placeAmong(moments) === null) return;
    await quietly(() => moments.find());
    await drawOthers(moments);
  }

  const refresh = oneAtATime(look, follows, livePeriod);

  /** Somebody looks at the units of a layer. @returns what ends that */
  function watchUnits(of: LayerId): () => void {
    lookers.value = [...lookers.value, of];
    return () => (lookers.value = lookers.value.toSpliced(lookers.value.indexOf(of), 1));
  }

  watch(runId, () => {
    hasMaps = true;
    shown.value = null;
    error.value = null;
    answered.value = null;
    isPointedAt.value = false;
    isFocused.value = false;
  });
  // A question that comes as the training ends may find nobody: it is put again to what was kept.
  watch([runId, chosen, layer, canAnswer, learns], refresh);
  watch([expectsMoves, kept, canAnswer, learns], prepare);

  return {
    ...{ runId, shown, error, chosen, awaited, learns, canAnswer },
    ...{ isPointedAt, isFocused, keptUpTo, watchUnits },
  };
});
