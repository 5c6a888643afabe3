import type { LayerId, RunId } from '@shared/ids';
import type { RunMoment } from '@shared/pictures/runMoment';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { engine } from '../../../shared/engine/client';
import { followsChoice, oneAtATime } from './asking';
import { useInsightStore } from '../insight';
import { useLiveRunStore } from '../liveRun';

/** Milliseconds between two looks at a net that learns. */
const livePeriod = 65;
/** Moments that are asked for ahead of a slider that moves. */
const askedAhead = 2;
/** Others that are asked for at once: one is drawn while the one before is on its way. */
const drawnAtOnce = 2;

/**
 * What the shown run's net makes of its task, unit by unit, at the moment that was chosen; or now, for as long as somebody
 * looks at its units.
 */
export const useMomentsStore = defineStore('moments', () => {
  const live = useLiveRunStore();
  const insight = useInsightStore();
  const shown = shallowRef<RunMoment | null>(null);
  /** The layers whose units somebody looks at, by who does. */
  const lookers = shallowRef<readonly LayerId[]>([]);
  /** Moments of the run that were asked for before, by their steps. */
  let known = new Map<number, Promise<RunMoment>>();
  let kept: readonly number[] = [];
  let hasMaps = true;
  /** The run whose other moments are being drawn. */
  let drawing: RunId | null = null;

  const runId = computed(() => live.run?.id ?? null);
  /** The step that is to be shown; null for now. */
  const chosen = computed(() => (insight.moment === null ? null : (insight.observation?.step ?? null)));
  /** The layer that is drawn unit by unit. */
  const layer = computed(() => lookers.value.at(-1) ?? null);
  const learns = computed(() => live.run?.state === 'running');
  const canAnswer = computed(() => learns.value || (!live.active && (live.run?.checkpoints.length ?? 0) > 0));
  const follows = () => learns.value && layer.value !== null && hasMaps && chosen.value === null;

  /** The latest moment that was kept up to a step. */
  async function keptUpTo(id: RunId, step: number): Promise<number | null> {
    if (!kept.includes(step)) kept = await engine.runs.moments({ runId: id });
    return kept.findLast((each) => each <= step) ?? null;
  }

  /** None is asked for twice. */
  function momentAt(id: RunId, step: number): Promise<RunMoment> {
    const before = known.get(step);
    if (before !== undefined) return before;
    const answers = known;
    const moment = engine.runs.moment({ runId: id, step, layer: layer.value });
    answers.set(step, moment);
    moment.catch(() => answers.delete(step));
    return moment;
  }

  /** Those that come next are asked for as well, so that they are drawn while this one is shown. */
  async function then(id: RunId, step: number): Promise<RunMoment | null> {
    const at = await keptUpTo(id, step);
    if (at === null) return null;
    const moment = momentAt(id, at);
    const way = at < (shown.value?.step ?? 0) ? -1 : 1;
    for (let ahead = 1; ahead <= askedAhead; ahead++) {
      const next = kept[kept.indexOf(at) + way * ahead];
      if (next !== undefined) void momentAt(id, next);
    }
    return moment;
  }

  /** The moment next to the chosen one that nobody has asked for yet. */
  function nextToDraw(id: RunId): number | undefined {
    if (runId.value !== id || chosen.value === null || learns.value) return undefined;
    const place = kept.indexOf(chosen.value);
    const open = kept.flatMap((step, each) =>
      known.has(step) ? [] : [{ step, away: Math.abs(each - place) }],
    );
    return open.sort((a, b) => a.away - b.away)[0]?.step;
  }

  /** Has the moments around the chosen one drawn as well, for a slider that will be moved on. */
  async function drawOthers(id: RunId): Promise<void> {
    if (drawing === id) return;
    drawing = id;
    const draw = async () => {
      for (let step = nextToDraw(id); step !== undefined; step = nextToDraw(id)) await momentAt(id, step);
    };
    try {
      await Promise.all(Array.from({ length: drawnAtOnce }, draw));
    } finally {
      if (drawing === id) drawing = null;
    }
  }

  async function now(id: RunId): Promise<RunMoment | null> {
    if (layer.value === null || !hasMaps || !canAnswer.value) return null;
    // The picture of a run that is trained comes by itself.
    return engine.runs.moment({ runId: id, picture: false, layer: layer.value });
  }

  async function look(): Promise<void> {
    const [id, step, looked] = [runId.value, chosen.value, layer.value];
    const moment = id === null ? null : await (step === null ? now(id) : then(id, step));
    if (runId.value !== id || !followsChoice(step, chosen.value)) return;
    shown.value = moment;
    if (moment !== null && looked !== null) hasMaps = moment.maps !== null;
    if (id !== null && step !== null) void drawOthers(id).catch(() => undefined);
  }

  const refresh = oneAtATime(look, follows, livePeriod);

  /** Somebody looks at the units of a layer. @returns what ends that */
  function watchUnits(of: LayerId): () => void {
    lookers.value = [...lookers.value, of];
    return () => (lookers.value = lookers.value.toSpliced(lookers.value.indexOf(of), 1));
  }

  watch(runId, () => {
    known = new Map();
    kept = [];
    hasMaps = true;
    shown.value = null;
  });
  watch(layer, () => (known = new Map()), { flush: 'sync' });
  // A question that comes as the training ends may find nobody: it is put again to what was kept.
  watch([runId, chosen, layer, canAnswer, learns], refresh);

  return { runId, shown, chosen, learns, canAnswer, keptUpTo, watchUnits };
});
