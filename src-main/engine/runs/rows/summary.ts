import { z } from 'zod';
import type { AppErrorData } from '@shared/errors';
import { runIdSchema, type RunId } from '@shared/ids';
import {
  checkpointNames,
  noMetrics,
  runSummarySchema,
  type Checkpoint,
  type Progress,
  type RunState,
  type RunSummary,
} from '@shared/runs/run';
import { tagsOfRun } from '../runLabels';
import { figuresOfRun, readFigures } from '../metrics/runMetrics';
import type { RunsTable } from '../database/schema';
import { wholeRow } from '../database/wholeRow';
import {
  type Checkpoints,
  requireWhole,
  damagedRow,
  unknownSeed,
  isImported,
  readCompilation,
} from './stored';

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
