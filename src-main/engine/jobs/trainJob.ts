import type { Experiment } from '@shared/experiment/experiment';
import type { TrainJob } from '../../trainer/protocol';
import type { RunMaterial } from '../runs/rows/detail';
import type { Workspace } from '../workspace';
import type { QueuedRun } from './jobQueue';

/** What a trainer is told of a run that it is to train. */
export function trainJobOf(
  { runId, resume, compilation = 'plain', apart }: QueuedRun,
  { experiment, dataset }: RunMaterial,
  workspace: Workspace,
): TrainJob {
  return {
    ...{ runId, experiment, dataset, resume, compilation },
    datasetDirectory: workspace.dataset(dataset.hash),
    runDirectory: workspace.run(runId),
    compilationBinds: resume,
    ...startOf(experiment, workspace),
    ...(apart !== undefined && { apart }),
  };
}

/** The kept weights that an experiment starts from, as it was resolved when the run was made. */
export function startOf({ startFrom }: Experiment, workspace: Workspace): Pick<TrainJob, 'start'> {
  if (startFrom?.hash === undefined) return {};
  const { hash, layers = [] } = startFrom;
  return { start: { path: workspace.weights(hash), hash, layers } };
}
