import { z } from 'zod';
import type { PreparedDataset } from '@shared/data/prepared';
import { AppError, type AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { runIdSchema, type RunId } from '@shared/ids';
import { remedyOfSchema, type RemedyOf } from '@shared/runs/remedyOf';
import {
  checkpointNames,
  noMetrics,
  runSummarySchema,
  type Checkpoint,
  type CheckpointName,
  type ClearedCheckpoint,
  type Progress,
  type RunDetail,
  type RunState,
  type RunSummary,
} from '@shared/runs/run';
import { importedFactsSchema, type ImportedFacts } from '@shared/runs/imported/facts';
import { importedRun } from '@shared/runs/imported/trained';
import type { Computing, EarlierVersions, Versions } from '@shared/runs/versions/versions';
import type { CompilationFacts } from '@shared/training/computing/compilation';
import type { CheckpointFacts } from '../../trainer/checkpoints/checkpoint';
import type { GroupPlace } from './new/newRun';
import { tagsOfRun } from './runLabels';
import { clearedIn } from './cleared';
import { figuresOfRun, readFigures } from './metrics/runMetrics';
import type { RunsTable } from './database/schema';
import { storedExperiment } from './database/storedExperiment';
import { wholeRow } from './database/wholeRow';

/** A whole row, and whether it is as it was written. */
export type CheckedRow = RunsTable & Pick<SummaryRow, 'whole'>;

/** What is known of the checkpoints that were written; what was measured of their weights, not in rows of early versions. */
export type Checkpoints = Partial<
  Record<CheckpointName, Omit<CheckpointFacts, 'metrics'> & Partial<Pick<CheckpointFacts, 'metrics'>>>
>;

/** As the column holds them; rows of early versions tell neither. */
type StoredVersions = Omit<Versions, 'computing'> &
  Partial<Pick<Versions, 'computing'> & { readonly earlier: EarlierVersions[] }>;

/** The columns of a summary; the wide ones (experiment, data set, versions) are not among them. */
const summaryColumns = [
  'id',
  'name',
  'state',
  'color',
  'note',
  'created_at',
  'started_at',
  'finished_at',
  'dataset_kind',
  'dataset_name',
  'parameter_count',
  'seed',
  'pinned',
  'archived',
  'progress',
  'compilation',
  'error',
  'checkpoints',
  'best_epoch',
] as const satisfies readonly (keyof RunsTable)[];

/** What a summary is read with: its columns, and the run's figures beside them. */
export const summarySelection = [
  ...summaryColumns,
  figuresOfRun.as('figures'),
  tagsOfRun.as('tags'),
  wholeRow('runs').as('whole'),
] as const;

export type SummaryRow = Pick<RunsTable, (typeof summaryColumns)[number]> & {
  readonly figures: string;
  readonly tags: string;
  /** 1 where the row is as it was written. */
  readonly whole: number;
};

/** A row that is damaged is told as such, with what can still be read of it: the other runs are as they were. */
export function summaryOf(row: SummaryRow): RunSummary {
  try {
    requireWhole(row);
    return runSummarySchema.parse(readSummary(row));
  } catch (thrown) {
    return damagedRun(row, thrown);
  }
}

function requireWhole({ id, whole }: { readonly id: string; readonly whole: number }): void {
  if (whole !== 1) throw damagedRow(id, new Error('its checksum is another'));
}

function readSummary(row: SummaryRow): RunSummary {
  return {
    id: runIdSchema.parse(row.id),
    name: row.name,
    state: row.state as RunState,
    color: row.color,
    note: row.note,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    datasetKind: row.dataset_kind,
    datasetName: row.dataset_name,
    parameterCount: isImported(row) ? null : row.parameter_count,
    seed: row.seed === unknownSeed ? null : row.seed,
    tags: JSON.parse(row.tags) as string[],
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as Progress),
    compiling: row.state === 'queued' && readCompilation(row.compilation)?.underWay === true,
    ...readFigures(row.figures, row.best_epoch),
    error: row.error === null ? null : (JSON.parse(row.error) as AppErrorData),
    checkpoints: checkpointsOf(JSON.parse(row.checkpoints) as Checkpoints),
  };
}

/** As lists and details tell of them, the best first. */
export function checkpointsOf(checkpoints: Checkpoints): Checkpoint[] {
  return checkpointNames.flatMap((name) => {
    const facts = checkpoints[name];
    if (facts === undefined) return [];
    const { step, epoch, metrics = {} } = facts;
    return [{ name, step, epoch, metrics }];
  });
}

const epochStart = new Date(0).toISOString();

function damagedRun(row: SummaryRow, cause: unknown): RunSummary {
  const id = String(row.id) as RunId;
  const createdAt = z.iso.datetime().safeParse(row.created_at);
  return {
    id,
    name: String(row.name),
    state: 'damaged',
    color: Number.isInteger(row.color) ? row.color : 0,
    note: '',
    createdAt: createdAt.success ? createdAt.data : epochStart,
    startedAt: null,
    finishedAt: null,
    datasetKind: String(row.dataset_kind),
    datasetName: String(row.dataset_name),
    parameterCount: null,
    seed: null,
    tags: [],
    pinned: false,
    archived: row.archived === 1,
    progress: null,
    metrics: noMetrics,
    baseline: {},
    naive: {},
    error: damagedRow(id, cause).toData(),
    checkpoints: [],
  };
}

function damagedRow(runId: string, cause: unknown): AppError {
  return new AppError('workspaceDamaged', 'The run’s row in the workspace database is damaged.', {
    where: runId,
    remedy:
      '"layerlab workspace restore" brings back a backup; the other runs, and the weights in this run’s folder, are not touched.',
    cause,
  });
}

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

/** What stands for the seed of an imported run, whose column cannot be null: seeds are not negative. */
export const unknownSeed = -1;

const isImported = ({ state }: Pick<RunsTable, 'state'>) => state === ('imported' satisfies RunState);

/** @throws AppError where the row is damaged */
function importedIn(row: RunsTable): ImportedFacts {
  try {
    return importedFactsSchema.parse(JSON.parse(row.imported ?? 'null'));
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
}

/** What a run is trained with, and was before. @throws AppError where the row is damaged */
export function versionsIn(row: RunsTable): Versions & { readonly earlier: EarlierVersions[] } {
  const stored = parseColumn<StoredVersions>(row, 'versions');
  return { ...stored, computing: stored.computing ?? null, earlier: stored.earlier ?? [] };
}

/** Null for a run that is no remedy, and where the column cannot be read. */
function remedyIn({ remedy_of: stored }: RunsTable): RemedyOf | null {
  if (stored === null) return null;
  try {
    return remedyOfSchema.parse(JSON.parse(stored));
  } catch {
    return null;
  }
}

/** How a run's steps are run, and whether that is still being made ready. */
export type RecordedCompilation = CompilationFacts & { readonly underWay?: boolean };

/** Null before it was decided. */
export function compilationIn({ compilation }: Pick<RunsTable, 'compilation'>): CompilationFacts | null {
  const recorded = readCompilation(compilation);
  if (recorded === null) return null;
  const { underWay: _underWay, ...facts } = recorded;
  return facts;
}

function readCompilation(compilation: string | null): RecordedCompilation | null {
  return compilation === null ? null : (JSON.parse(compilation) as RecordedCompilation);
}

/**
 * The experiment as the newest version has it, whichever wrote the row.
 * @throws AppError where the row is damaged, `notAllowedNow` for an imported run, which has none
 */
export function experimentOf(row: CheckedRow): Experiment {
  requireWhole(row);
  if (row.imported !== null) throw importedRun(row.id, importedIn(row));
  const stored = parseColumn<unknown>(row, 'experiment');
  try {
    return storedExperiment(stored);
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
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

/** What is stored as JSON in one column. @throws AppError where the row is damaged */
export function parseColumn<Value>(
  row: RunsTable,
  column: 'experiment' | 'versions' | 'dataset' | 'checkpoints',
): Value {
  try {
    return JSON.parse(row[column]) as Value;
  } catch (cause) {
    throw damagedRow(row.id, cause);
  }
}
