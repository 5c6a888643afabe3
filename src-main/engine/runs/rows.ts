import type { PreparedDataset } from '@shared/data/prepared';
import type { AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import { runIdSchema } from '@shared/ids';
import {
  checkpointNames,
  type Checkpoint,
  type CheckpointName,
  type Progress,
  type RunDetail,
  type RunState,
  type RunSummary,
  type Versions,
} from '@shared/runs/run';
import type { CheckpointFacts } from '../../trainer/checkpoints/checkpoint';
import { figuresOfRun, readFigures } from './runMetrics';
import type { RunsTable } from './schema';

/** What is known of the checkpoints that were written; what was measured of their weights, not in rows of early versions. */
export type Checkpoints = Partial<
  Record<CheckpointName, Omit<CheckpointFacts, 'metrics'> & Partial<Pick<CheckpointFacts, 'metrics'>>>
>;

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
  'progress',
  'error',
  'checkpoints',
  'best_epoch',
] as const satisfies readonly (keyof RunsTable)[];

/** What a summary is read with: its columns, and the run's figures beside them. */
export const summarySelection = [...summaryColumns, figuresOfRun.as('figures')] as const;

export type SummaryRow = Pick<RunsTable, (typeof summaryColumns)[number]> & { readonly figures: string };

export function summaryOf(row: SummaryRow): RunSummary {
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
    parameterCount: row.parameter_count,
    seed: row.seed,
    progress: row.progress === null ? null : (JSON.parse(row.progress) as Progress),
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

export function detailOf(row: RunsTable & SummaryRow): RunDetail {
  return {
    ...summaryOf(row),
    experiment: JSON.parse(row.experiment) as Experiment,
    datasetHash: row.dataset_hash,
    versions: JSON.parse(row.versions) as Versions,
    weightsHash: row.weights_hash,
  };
}

export function datasetOf(row: Pick<RunsTable, 'dataset'>): PreparedDataset {
  return JSON.parse(row.dataset) as PreparedDataset;
}
