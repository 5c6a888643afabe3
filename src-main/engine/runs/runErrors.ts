import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { CheckpointName, ClearedCheckpoint, RunSummary } from '@shared/runs/run';

/** Why a run cannot go on. */
export function notResumable({ id, state }: RunSummary): AppError {
  return new AppError('notAllowedNow', `A run that is ${state} cannot go on.`, {
    where: id,
    remedy:
      'Only runs that were stopped, interrupted or crashed can; start a new run from its experiment instead.',
  });
}

export function runNotFound(runId: RunId): AppError {
  return new AppError('notFound', `There is no run ${runId} in this workspace.`, {
    where: runId,
    remedy: 'List the runs, and check that the workspace folder is the right one.',
  });
}

/**
 * Why a run has no such checkpoint: it was never written, or somebody cleared it.
 * @param where the run, or the file
 */
export function noCheckpoint(
  name: CheckpointName,
  where: string,
  { clearedCheckpoints }: { readonly clearedCheckpoints: readonly ClearedCheckpoint[] },
  cause?: unknown,
): AppError {
  const cleared = clearedCheckpoints.find((each) => each.name === name);
  if (cleared === undefined) {
    return new AppError('notFound', `The run has no ${name} checkpoint.`, {
      where,
      remedy: 'Train it for at least one epoch, or use its other checkpoint.',
      cause,
    });
  }
  const day = cleared.clearedAt.slice(0, 10);
  return new AppError('notFound', `The run’s ${name} checkpoint was cleared on ${day} to free space.`, {
    where,
    remedy: 'Use its other checkpoint, or train its experiment again.',
    cause,
  });
}
