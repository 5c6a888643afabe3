import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { requireSound } from '@shared/experiment/check';
import type { RunId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import type { RemedyOf } from '@shared/runs/remedyOf';
import { runNames } from '@shared/runs/names';
import { resumableStates } from '@shared/runs/run';
import { resolveTraining } from '@shared/training/resolve';
import { compilationOf } from '@shared/training/computing/compilation';
import type { Computed } from '@shared/training/computing/parallelism';
import { placeRuns } from '@shared/experiment/grouping';
import { librarySettingsFor } from '@shared/training/computing/librarySettings';
import type { TrainingParts } from '../engineParts';
import type { QueuedRun } from './jobQueue';
import { prepareDataset } from '../datasets';
import { withStart } from '../weights/resolveStart';
import { readClock } from '../../trainer/checkpoints/checkpoint';
import { notResumable } from '../runs/runErrors';

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

/** An experiment that can be trained, and what its training needs. */
export interface SoundExperiment {
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  readonly network: InferredNetwork;
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
      prepared.get(key) ??
      (await prepareDataset(one.dataset, { directory: parts.workspace.datasets, signal }));
    prepared.set(key, { dataset, spec });
    const experiment = { ...one, dataset: spec };
    const { network } = requireSound(experiment, dataset);
    const started = await withStart(parts, experiment, network);
    sound.push({ experiment: started, dataset, network, gear: gearOf(network, started, dataset) });
  }
  return sound;
}

/**
 * Queues a run that has ended early, to go on from its last checkpoint, or from the start where it has none. Metrics
 * from after that point are removed, since they will be measured again.
 * @throws AppError `notAllowedNow` for runs in other states; `badDataset` where the data has changed since;
 *   `badArgument` where the checkpoint is damaged
 */
export async function continueRun(parts: TrainingParts, runId: RunId): Promise<void> {
  const { runs, workspace, lease, queue } = parts;
  const run = runs.summary(runId);
  if (!resumableStates.includes(run.state)) throw notResumable(run);
  await requireDataset(parts, runId);
  const { experiment, dataset, compilation, computing, group } = runs.material(runId);
  const { network } = requireSound(experiment, dataset);
  const checkpoint = workspace.checkpoint(runId, 'last');
  // The file knows better than the database: the engine may have died between its writing and the word of it.
  const step = existsSync(checkpoint) ? readClock(checkpoint).step : null;
  runs.requeue(runId, step, lease.name);
  await parts.records.keep(runId);
  // Its next bits depend on the runs that it was trained with; by itself it goes on where it never was.
  const isOfGroup = group !== null && step !== null && compilation?.together !== undefined;
  const together = isOfGroup && {
    group: { ...group, experiments: runs.experimentsOfGroup(group.id), sideBySide: 1 },
  };
  // It goes on the way it has begun: plainly, where it began before that was told.
  const begun = step === null ? {} : { compilation: compilation?.path ?? 'plain' };
  const runsAsOne = together === false ? 1 : together.group.experiments.length;
  const sideBySide = isOfGroup && computing?.threads === 1;
  const gear = gearOf(network, experiment, dataset, { ...begun, runs: runsAsOne, sideBySide });
  queue.enqueue({ runId, resume: step !== null, ...gear, ...together });
}

type Gear = Pick<QueuedRun, 'compilation' | 'settings'>;

/** How a run's steps are to be run, and how its trainer uses the cores for that. @param computed as far as it is settled */
function gearOf(
  network: InferredNetwork,
  { training }: Experiment,
  { splits }: PreparedDataset,
  computed: Computed = {},
): Gear {
  const { compilation = compilationOf(network, training, splits.training) } = computed;
  return { compilation, settings: librarySettingsFor(network, training, { ...computed, compilation }) };
}

/** Machine code is made once for all runs of a group, and so pays sooner. */
function gearOfGroup(group: readonly SoundExperiment[], sideBySide: boolean): Gear | null {
  const [first] = group;
  if (first === undefined) return null;
  const { network, experiment, dataset } = first;
  const compilation = compilationOf(network, experiment.training, dataset.splits.training * group.length);
  return gearOf(network, experiment, dataset, { compilation, runs: group.length, sideBySide });
}

/**
 * The prepared data set may have been cleared away; made again it must be the same.
 * @throws AppError `badDataset` where its files have changed or are gone
 */
export async function requireDataset({ runs, workspace }: TrainingParts, runId: RunId): Promise<void> {
  const { experiment, dataset } = runs.material(runId);
  if (existsSync(join(workspace.dataset(dataset.hash), preparedFiles.description))) return;
  const { dataset: prepared } = await prepareDataset(experiment.dataset, { directory: workspace.datasets });
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
