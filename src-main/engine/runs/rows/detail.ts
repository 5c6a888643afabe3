import type { PreparedDataset } from '@shared/data/prepared';
import { AppError } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { ClearedCheckpoint, RunDetail, RunSummary } from '@shared/runs/run';
import type { ImportedFacts } from '@shared/runs/imported/facts';
import type { Computing } from '@shared/runs/versions/versions';
import type { CompilationFacts } from '@shared/training/computing/compilation';
import type { GroupPlace } from '../new/newRun';
import { clearedIn } from '../cleared';
import {
  type CheckedRow,
  type Checkpoints,
  importedIn,
  versionsIn,
  remedyIn,
  compilationIn,
  experimentOf,
  parseColumn,
} from './stored';
import { type SummaryRow, summaryOf } from './summary';

/** @throws AppError where the row is damaged */
export function detailOf(row: CheckedRow & SummaryRow): RunDetail {
  const summary = summaryOf(row);
  if (summary.state === 'damaged' && summary.error !== null) throw AppError.fromData(summary.error);
  if (row.imported !== null) return importedDetail(summary, importedIn(row));
  const { earlier, ...versions } = versionsIn(row);
  return {
    ...summary,
    experiment: experimentOf(row),
    datasetHash: row.dataset_hash,
    trainingExamples: parseColumn<PreparedDataset>(row, 'dataset').splits.training,
    versions,
    imported: null,
    earlierVersions: earlier,
    weightsHash: row.weights_hash,
    clearedCheckpoints: clearedIn(row),
    compilation: compilationIn(row),
    remedyOf: remedyIn(row),
  };
}

function importedDetail(summary: RunSummary, imported: ImportedFacts): RunDetail {
  return {
    ...summary,
    experiment: null,
    datasetHash: null,
    trainingExamples: null,
    versions: null,
    imported,
    earlierVersions: [],
    weightsHash: null,
    clearedCheckpoints: [],
    compilation: null,
    remedyOf: null,
  };
}

/** What a trainer needs to know of a run. */
export interface RunMaterial {
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  readonly checkpoints: Checkpoints;
  readonly clearedCheckpoints: readonly ClearedCheckpoint[];
  /** How its steps have been run; null before that was decided. */
  readonly compilation: CompilationFacts | null;
  /** What it has been trained with last; null before that has begun. */
  readonly computing: Computing | null;
  readonly group: GroupPlace | null;
}

/** @throws AppError `workspaceDamaged` where the row is damaged, `notAllowedNow` for an imported run */
export function materialOf(row: CheckedRow): RunMaterial {
  return {
    experiment: experimentOf(row),
    dataset: parseColumn<PreparedDataset>(row, 'dataset'),
    checkpoints: parseColumn<Checkpoints>(row, 'checkpoints'),
    clearedCheckpoints: clearedIn(row),
    compilation: compilationIn(row),
    computing: versionsIn(row).computing,
    group: row.group_id === null ? null : { id: row.group_id, place: row.group_place ?? 0 },
  };
}
