import { AppError } from '../../errors';
import type { RunDetail } from '../run';
import { describeTracker, type ImportedFacts } from './facts';

type Known = 'experiment' | 'datasetHash' | 'versions' | 'seed' | 'parameterCount';

/** A run that was trained here, and not imported. */
export type TrainedRun = RunDetail & { readonly [Key in Known]: NonNullable<RunDetail[Key]> };

export function isTrained(run: RunDetail): run is TrainedRun {
  return run.experiment !== null;
}

/** @throws AppError `notAllowedNow` for an imported run */
export function requireTrained(run: RunDetail): TrainedRun {
  if (isTrained(run)) return run;
  throw importedRun(run.id, run.imported);
}

/** Why an imported run can be compared with, and nothing else. */
export function importedRun(runId: string, imported: Pick<ImportedFacts, 'from'> | null): AppError {
  const origin = imported === null ? '' : ` from ${describeTracker(imported.from)}`;
  return new AppError(
    'notAllowedNow',
    `The run was imported${origin}: Layerlab has its figures, and neither its network nor its weights.`,
    { where: runId, remedy: 'It can be looked at and compared with; train a run here for everything else.' },
  );
}
