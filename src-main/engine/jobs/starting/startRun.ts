import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { preparedFiles } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { requireSound } from '@shared/experiment/check';
import type { RunId } from '@shared/ids';
import type { RemedyOf } from '@shared/runs/remedyOf';
import { runNames } from '@shared/runs/names';
import { resolveTraining } from '@shared/training/resolve';
import { placeRuns } from '@shared/experiment/grouping';
import type { TrainingParts } from '../../engineParts';
import { gearOf, type Gear, type Work } from './gear';
import type { QueuedRun } from '../jobQueue';
import { prepareDataset } from '../../datasets';
import { withStart } from '../../weights/resolveStart';

interface StartOptions {
  readonly signal?: AbortSignal | undefined;
  /** What each is started to mend; null for one that mends nothing. */
  readonly remediesOf?: readonly (RemedyOf | null)[] | undefined;
  /** Writes down what belongs to the new runs, in the transaction that makes them. */
  readonly alongside?: (runIds: readonly RunId[]) => void;
}

/**
 * Checks experiments as the editor does, prepares their data sets, commits the runs and queues them in their order. What
 * was guessed of the data is written into the runs.
 * @param asked one at least
 * @throws AppError for whatever is wrong with one of them; there is then no run
 */
export async function startRuns(
  parts: TrainingParts,
  asked: readonly Experiment[],
  { signal, remediesOf = [], alongside = () => undefined }: StartOptions = {},
): Promise<{ runId: RunId; runIds: RunId[] }> {
  const { database, runs, trainers, versions, lease, queue, broadcaster } = parts;
  // What can be told without the data set is told before its files are read.
  for (const { training } of asked) resolveTraining(training);
  const sound = await soundExperiments(parts, asked, signal);
  const names = runNames(asked);
  const placings = placeTogether(sound);
  const rows = sound.map(({ experiment, dataset, network }, index) => ({
    name: names[index] ?? experiment.name,
    experiment,
    dataset,
    parameterCount: network.totals.parameterCount,
    versions: versions.of(trainers.facts),
    owner: lease.name,
    ...(remediesOf[index] && { remedyOf: remediesOf[index] }),
    ...(placings[index]?.group && { group: placings[index].group }),
  }));
  const created = database.transaction(() => {
    const summaries = runs.createAll(rows);
    alongside(summaries.map(({ id }) => id));
    return summaries;
  });
  for (const run of created) broadcaster.runChanged(run);
  queue.enqueue(
    ...sound.map(({ gear }, index) => ({
      runId: created[index]?.id ?? missing(),
      resume: false,
      ...gear,
      ...placings[index],
    })),
  );
  const runIds = created.map(({ id }) => id);
  return { runId: runIds[0] ?? missing(), runIds };
}

function missing(): never {
  throw new Error('there is an experiment without a run');
}

/** Which runs are trained as one; nothing is said of one that is started by itself. */
function placeTogether(
  sound: readonly SoundExperiment[],
): (Pick<QueuedRun, 'group' | 'apart'> & Partial<Gear>)[] {
  if (sound.length === 1) return [{}];
  const placings = placeRuns(
    sound.map(({ experiment, network, dataset, gear }) => ({
      experiment,
      network,
      datasetHash: dataset.hash,
      trainingExamples: dataset.splits.training,
      compilation: gear.compilation ?? 'plain',
    })),
    availableParallelism(),
  );
  const ids = new Map<number, string>();
  return placings.map((placing) => {
    if ('apart' in placing) return placing;
    const id = ids.get(placing.group) ?? randomUUID();
    ids.set(placing.group, id);
    const group = sound.filter((_, index) => {
      const other = placings[index];
      return other !== undefined && 'group' in other && other.group === placing.group;
    });
    const experiments = group.map(({ experiment }) => experiment);
    const { place, sideBySide } = placing;
    return { group: { id, place, experiments, sideBySide }, ...gearOfGroup(group, sideBySide > 1) };
  });
}

function gearOfGroup(group: readonly SoundExperiment[], sideBySide: boolean): Gear | null {
  const [first] = group;
  return first === undefined ? null : gearOf(first, { runs: group.length, sideBySide });
}

/** An experiment that can be trained, and what its training needs. */
export interface SoundExperiment extends Work {
  readonly gear: Gear;
}

/**
 * Each with its data set, which several that want the same one share.
 * @throws AppError for whatever is wrong with one of them
 */
export async function soundExperiments(
  parts: Pick<TrainingParts, 'workspace' | 'runs'>,
  asked: readonly Experiment[],
  signal?: AbortSignal,
): Promise<SoundExperiment[]> {
  const prepared = new Map<string, Pick<Awaited<ReturnType<typeof prepareDataset>>, 'dataset' | 'spec'>>();
  const sound: SoundExperiment[] = [];
  for (const one of asked) {
    const key = JSON.stringify(one.dataset);
    const { dataset, spec } =
      prepared.get(key) ?? (await prepareDataset(one.dataset, { ...parts.workspace.preparing, signal }));
    prepared.set(key, { dataset, spec });
    const experiment = { ...one, dataset: spec };
    const { network } = requireSound(experiment, dataset);
    const started = await withStart(parts, experiment, network);
    const work = { experiment: started, dataset, network };
    sound.push({ ...work, gear: gearOf(work) });
  }
  return sound;
}

/**
 * The prepared data set may have been cleared away; made again it must be the same.
 * @throws AppError `badDataset` where its files have changed or are gone
 */
export async function requireDataset({ runs, workspace }: TrainingParts, runId: RunId): Promise<void> {
  const { experiment, dataset } = runs.material(runId);
  if (existsSync(join(workspace.dataset(dataset.hash), preparedFiles.description))) return;
  const { dataset: prepared } = await prepareDataset(experiment.dataset, workspace.preparing);
  if (prepared.hash === dataset.hash) return;
  throw new AppError(
    'badDataset',
    'The data set has changed since the run was trained, so the run cannot be used with it.',
    {
      where: dataset.name,
      remedy: 'Bring its files back as they were, or start a new run from its experiment.',
    },
  );
}
