import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { requireSound } from '@shared/experiment/check';
import type { RunId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import { resumableStates } from '@shared/runs/run';
import { resolveTraining } from '@shared/training/resolve';
import { compilationOf, type Compilation } from '@shared/training/compilation';
import { librarySettingsFor } from '@shared/training/librarySettings';
import type { EngineParts } from '../engineParts';
import type { QueuedRun } from './jobQueue';
import { prepareDataset } from '../datasets';
import { readClock } from '../../trainer/checkpoints/checkpoint';
import { notResumable } from '../runs/runStore';

/**
 * Checks the experiment as the editor does, prepares its data set, commits the run and queues it. What was guessed of the
 * data is written into the run.
 * @throws AppError for whatever is wrong with it; there is then no run
 */
export async function startRun(
  { runs, workspace, trainers, versions, lease, queue, broadcaster }: EngineParts,
  asked: Experiment,
  signal?: AbortSignal,
): Promise<{ runId: RunId }> {
  // What can be told without the data set is told before its files are read.
  resolveTraining(asked.training);
  const { dataset, spec } = await prepareDataset(asked.dataset, { directory: workspace.datasets, signal });
  const experiment = { ...asked, dataset: spec };
  const { network } = requireSound(experiment, dataset);
  const run = runs.create({
    experiment,
    dataset,
    parameterCount: network.totals.parameterCount,
    versions: versions.of(trainers.facts),
    owner: lease.name,
  });
  broadcaster.runChanged(run);
  queue.enqueue({ runId: run.id, resume: false, ...gearOf(network, experiment, dataset) });
  return { runId: run.id };
}

/**
 * Queues a run that has ended early, to go on from its last checkpoint, or from the start where it has none. Metrics
 * from after that point are removed, since they will be measured again.
 * @throws AppError `notAllowedNow` for runs in other states; `badDataset` where the data has changed since;
 *   `badArgument` where the checkpoint is damaged
 */
export async function continueRun(parts: EngineParts, runId: RunId): Promise<void> {
  const { runs, workspace, lease, queue } = parts;
  const run = runs.summary(runId);
  if (!resumableStates.includes(run.state)) throw notResumable(run);
  await requireDataset(parts, runId);
  const { experiment, dataset, compilation } = runs.material(runId);
  const { network } = requireSound(experiment, dataset);
  const checkpoint = workspace.checkpoint(runId, 'last');
  // The file knows better than the database: the engine may have died between its writing and the word of it.
  const step = existsSync(checkpoint) ? readClock(checkpoint).step : null;
  runs.requeue(runId, step, lease.name);
  // It goes on the way it has begun: plainly, where it began before that was told.
  const gear = gearOf(
    network,
    experiment,
    dataset,
    step === null ? undefined : (compilation?.path ?? 'plain'),
  );
  queue.enqueue({ runId, resume: step !== null, ...gear });
}

/** How a run's steps are to be run, and how its trainer uses the cores for that. */
function gearOf(
  network: InferredNetwork,
  { training }: Experiment,
  { splits }: PreparedDataset,
  begun?: Compilation,
): Pick<QueuedRun, 'compilation' | 'settings'> {
  const compilation = begun ?? compilationOf(network, training, splits.training);
  return { compilation, settings: librarySettingsFor(network, training, compilation) };
}

/**
 * The prepared data set may have been cleared away; made again it must be the same.
 * @throws AppError `badDataset` where its files have changed or are gone
 */
export async function requireDataset({ runs, workspace }: EngineParts, runId: RunId): Promise<void> {
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
