import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { RunSummary } from '@shared/runs/run';

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
