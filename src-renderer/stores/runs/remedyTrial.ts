import { isAmong, remedyOutcome } from '@shared/diagnosis/outcome';
import { describeTrial } from '@shared/diagnosis/remedyWords';
import type { SeedOutcome } from '@shared/diagnosis/trial';
import type { RunId } from '@shared/ids';
import type { RemedyOf } from '@shared/runs/remedyOf';
import { activeStates, type RunSummary } from '@shared/runs/run';
import { StorageSerializers, useLocalStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import { engine } from '../../shared/engine/client';
import { oneAtATime } from './looking/asking';
import { useRunsStore } from './runs';

/** A remedy that is tried over several seeds, and the runs of that, seed by seed. */
export interface RemedyTrial {
  readonly remedyOf: RemedyOf;
  readonly seeds: readonly number[];
  readonly before: readonly RunId[];
  readonly after: readonly RunId[];
}

/** The latest remedy that was put to the test over several seeds, and what came of it. */
export const useRemedyTrialStore = defineStore('remedyTrial', () => {
  const runs = useRunsStore();
  const trial = useLocalStorage<RemedyTrial | null>('layerlab.remedyTrial', null, {
    serializer: StorageSerializers.object,
  });
  /** What is to be said of it, line by line; empty before anything is known. */
  const lines = shallowRef<readonly string[]>([]);

  function begin(begun: RemedyTrial): void {
    trial.value = begun;
    lines.value = [];
    look();
  }

  const isAbout = (runId: RunId | undefined): boolean =>
    trial.value !== null &&
    runId !== undefined &&
    [trial.value.remedyOf.runId, ...trial.value.before, ...trial.value.after].includes(runId);

  const look = oneAtATime(async () => {
    const looked = trial.value;
    if (looked === null) return;
    const said = await wordsOf(looked);
    if (trial.value === looked) lines.value = said;
  });

  runs.listen((event) => {
    if (event.type !== 'runChanged' || activeStates.includes(event.run.state)) return;
    if (trial.value && [...trial.value.before, ...trial.value.after].includes(event.run.id)) look();
  });
  if (trial.value !== null) look();

  return { begin, isAbout, lines };
});

async function wordsOf(trial: RemedyTrial): Promise<string[]> {
  const { remedyOf, seeds, before, after } = trial;
  const all = await Promise.all([...before, ...after].map((runId) => engine.runs.get({ runId })));
  const ended = all.filter(({ state }) => !activeStates.includes(state)).length;
  const heading = `${remedyOf.title}, over ${seeds.length} seeds`;
  if (ended < all.length) return [`${heading}: ${ended} of ${all.length} runs have ended`];
  const look = async (run: RunSummary) => {
    return { run, isFound: isAmong(await engine.runs.findings({ runId: run.id }), remedyOf) };
  };
  const outcomes = await Promise.all(
    seeds.map(async (seed, place): Promise<SeedOutcome> => {
      const [without, mended] = [all[place], all[seeds.length + place]];
      if (without === undefined || mended === undefined) throw new Error('a seed has no run');
      const outcome = remedyOutcome(await look(without), await look(mended));
      return { seed, runs: { before: without.id, after: mended.id }, ...outcome };
    }),
  );
  const [gone = '', losses = ''] = describeTrial(outcomes);
  return [`${heading}: ${gone}`, losses];
}
