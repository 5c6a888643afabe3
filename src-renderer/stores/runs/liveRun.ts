import type { RunEvent } from '@shared/contract/events';
import type { Picture } from '@shared/pictures/catalogue';
import { applyEdits } from '@shared/diagnosis/edits';
import type { Finding } from '@shared/diagnosis/finding';
import type { Remedy } from '@shared/diagnosis/found';
import { trialOf, trialSeeds } from '@shared/diagnosis/trial';
import type { AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { withFolds } from '@shared/experiment/folds';
import type { RunId } from '@shared/ids';
import type { RemedyOf } from '@shared/runs/remedyOf';
import { activeStates, type Progress, type RunSummary } from '@shared/runs/run';
import { useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, shallowRef, watch } from 'vue';
import { engine, followStream, isCancelled, toAppError } from '../../shared/engine/client';
import { useExperimentStore } from '../document/experiment';
import { usePagesStore } from '../pages';
import { useInsightStore } from './insight';
import { LiveCurves } from './liveCurves';
import { useRemedyTrialStore } from './remedyTrial';
import { useRunsStore } from './runs';
import { paceRedrawing } from './redrawing';
import { pointsAtOnce } from './watching';

/** Points of history asked for at most; more than any chart has pixels. */
const historyPoints = 4000;

export const isActive = (run: RunSummary | null): boolean => run !== null && activeStates.includes(run.state);

/**
 * The run that the workbench shows: its state, its curves as they grow, its picture. The curves' values stand in
 * plain buffers outside Vue's reactivity; `revision` moves when they are to be drawn anew.
 */
export const useLiveRunStore = defineStore('liveRun', () => {
  const runs = useRunsStore();
  const document = useExperimentStore();
  const insight = useInsightStore();
  const trials = useRemedyTrialStore();
  // What another window shows is its own.
  const shownId = useLocalStorage<RunId | null>('layerlab.shownRun', null, { listenToStorageChanges: false });

  const run = shallowRef<RunSummary | null>(null);
  const progress = shallowRef<Progress | null>(null);
  const picture = shallowRef<Picture | null>(null);
  /** What the run trains, which need not be what the document holds by now. */
  const experiment = shallowRef<Experiment | null>(null);
  /** What the run is to mend; null where it is not a remedy. */
  const remedyOf = shallowRef<RemedyOf | null>(null);
  const error = shallowRef<AppErrorData | null>(null);
  const pending = shallowRef<'start' | 'pause' | 'resume' | 'stop' | 'continue' | null>(null);
  const loading = shallowRef(false);
  /** The picture of a run that has ended is being drawn from its checkpoint. */
  const pictureLoading = shallowRef(false);
  const revision = shallowRef(0);

  const curves = new LiveCurves();
  let following: AbortController | null = null;
  /** What has come since the last drawing. */
  let latestProgress: Progress | null = null;
  let latestPicture: Picture | null = null;

  const pages = usePagesStore();
  const isShown = () => pages.page === 'workbench';
  const redrawing = paceRedrawing(
    () => {
      if (isShown()) draw();
    },
    () => curves.length,
  );
  watch(isShown, (shown) => {
    if (shown) redrawing.soon();
  });

  /** One drawing of all that moves: each by itself would cost the window a frame of its own. */
  function draw(): void {
    progress.value = latestProgress;
    picture.value = latestPicture;
    revision.value += 1;
  }

  async function loadHistory(runId: RunId, signal: AbortSignal): Promise<void> {
    curves.awaitHistory();
    try {
      const asked = { runIds: [runId], maximumPoints: historyPoints };
      const history = await engine.runs.curves(asked, { signal });
      if (!signal.aborted) curves.begin(history);
    } finally {
      if (!signal.aborted) {
        curves.catchUp();
        loading.value = false;
        redrawing.now();
      }
    }
  }

  function receive(event: RunEvent): void {
    switch (event.type) {
      case 'summary':
        run.value = event.run;
        latestProgress = event.run.progress ?? latestProgress;
        if (isActive(event.run)) redrawing.soon();
        else if (isShown()) draw();
        runs.remember(event.run);
        break;
      case 'progress':
        latestProgress = event.progress;
        redrawing.soon();
        break;
      case 'metrics':
        curves.add(event.batches);
        redrawing.soon();
        break;
      case 'picture':
        latestPicture = event.picture;
        redrawing.soon();
        break;
      case 'observation':
        insight.see(event.observation);
    }
  }

  async function follow(runId: RunId, signal: AbortSignal): Promise<void> {
    if (experiment.value === null) {
      const detail = await engine.runs.get({ runId }, { signal });
      if (signal.aborted) return;
      run.value = detail;
      latestProgress = detail.progress;
      redrawing.now();
      experiment.value = detail.experiment;
      remedyOf.value = detail.remedyOf;
    }
    let needsHistory = true;
    await followStream(
      (options) => {
        needsHistory = true;
        return engine.runs.watch({ runId, pictures: true, pointsAtOnce }, options);
      },
      (event) => {
        if (needsHistory) {
          needsHistory = false;
          loadHistory(runId, signal).catch(fail);
        }
        receive(event);
      },
      signal,
    );
    if (signal.aborted) return;
    // The stream is over, so is the training: the exact history and the final picture take the live ones' place.
    await Promise.all([loadHistory(runId, signal), insight.load(runId)]);
    await loadPicture(runId, signal);
  }

  async function loadPicture(runId: RunId, signal: AbortSignal): Promise<void> {
    if (run.value === null || run.value.checkpoints.length === 0) return;
    pictureLoading.value = true;
    try {
      const loaded = await engine.runs.picture({ runId }, { signal });
      if (signal.aborted) return;
      latestPicture = loaded;
      redrawing.now();
    } finally {
      pictureLoading.value = false;
    }
  }

  function fail(thrown: unknown): void {
    loading.value = false;
    if (!isCancelled(thrown)) error.value = toAppError(thrown).toData();
  }

  /** Shows a run and follows it for as long as it trains; null shows none. */
  function show(runId: RunId | null): void {
    following?.abort();
    following = null;
    curves.clear();
    run.value = null;
    latestProgress = null;
    latestPicture = null;
    draw();
    experiment.value = null;
    remedyOf.value = null;
    insight.show(runId);
    error.value = null;
    shownId.value = runId;
    loading.value = runId !== null;
    if (runId !== null) resumeFollowing(runId);
  }

  function resumeFollowing(runId: RunId): void {
    following?.abort();
    const own = new AbortController();
    following = own;
    follow(runId, own.signal)
      .catch((thrown: unknown) => {
        if (own.signal.aborted) return;
        const reason = toAppError(thrown);
        if (reason.code === 'notFound' && run.value === null) show(null);
        else fail(thrown);
      })
      .finally(() => {
        if (following === own) following = null;
      });
  }

  /** Carries out one call at a time and keeps what it says was wrong. */
  async function act(kind: NonNullable<typeof pending.value>, call: () => Promise<void>): Promise<void> {
    if (pending.value !== null) return;
    pending.value = kind;
    error.value = null;
    try {
      await call();
    } catch (thrown) {
      fail(thrown);
    } finally {
      pending.value = null;
    }
  }

  /** Starts a run, or several at once, of which one is shown: the first where no other is named. */
  const begin = (
    asked: Parameters<typeof engine.runs.start>[0],
    shownOf: (runIds: readonly RunId[]) => RunId | undefined = ([first]) => first,
  ) =>
    act('start', async () => {
      const before = shownId.value;
      const { runId, runIds } = await engine.runs.start(asked);
      const next = shownOf(runIds) ?? runId;
      // Who has turned to another run meanwhile stays with it.
      if (shownId.value === before) show(next);
    });
  const start = () => begin({ experiment: document.experiment });
  /** Trains with each fold of the cross-validation in turn. */
  const startFolds = () => begin({ experiments: withFolds(document.experiment) });

  /**
   * Trains the shown run anew with a remedy, as what it is to mend: with the same seed, or over several, each of them
   * without the remedy, too.
   */
  function tryRemedy({ kind, layer }: Finding, remedy: Remedy, overSeeds = false): Promise<void> {
    if (run.value === null || experiment.value === null) return Promise.resolve();
    const remedyOf = { runId: run.value.id, kind, layer, title: remedy.title };
    if (!overSeeds) return begin({ experiment: applyEdits(experiment.value, remedy.edits), remedyOf });
    const seeds = trialSeeds(experiment.value);
    return begin(trialOf(experiment.value, { remedy, remedyOf }, seeds), (runIds) => {
      const [before, after] = [runIds.slice(0, seeds.length), runIds.slice(seeds.length)];
      trials.begin({ remedyOf, seeds, before, after });
      return after[0];
    });
  }

  function control(kind: 'pause' | 'resume' | 'stop' | 'continue'): Promise<void> {
    const runId = run.value?.id;
    if (runId === undefined) return Promise.resolve();
    return act(kind, async () => {
      const changed = await engine.runs[kind]({ runId });
      runs.remember(changed);
      if (shownId.value !== runId) return;
      run.value = changed;
      if (following === null && isActive(changed)) resumeFollowing(runId);
    });
  }

  runs.listen((event) => {
    if (event.type === 'runChanged' && event.run.id === shownId.value) {
      run.value = event.run;
      if (following === null && isActive(event.run)) resumeFollowing(event.run.id);
    }
    if (event.type === 'runDeleted' && event.runId === shownId.value) show(null);
  });

  if (shownId.value !== null) show(shownId.value);

  return {
    run,
    progress,
    picture,
    experiment,
    remedyOf,
    error,
    pending,
    loading,
    pictureLoading,
    revision,
    active: computed(() => isActive(run.value)),
    /** The values so far of one series; undefined where there is none. Read `revision` to hear of growth. */
    series: (split: string, name: string) => curves.of(split, name),
    show,
    start,
    startFolds,
    tryRemedy,
    pause: () => control('pause'),
    resume: () => control('resume'),
    stop: () => control('stop'),
    goOn: () => control('continue'),
  };
});
