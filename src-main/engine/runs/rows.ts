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
  type RunMetrics,
  type RunState,
  type RunSummary,
  type Versions,
} from '@shared/runs/run';
import type { CheckpointFacts } from '../../trainer/checkpoints/checkpoint';
import type { RunsTable } from './schema';

/** What is known of the checkpoints that were written; what was measured of their weights, not in rows of early versions. */
export type Checkpoints = Partial<
  Record<CheckpointName, Omit<CheckpointFacts, 'metrics'> & Partial<Pick<CheckpointFacts, 'metrics'>>>
>;

/** The columns of a summary; the wide ones (experiment, data set, versions) are not among them. */
export const summaryColumns = [
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
  'training_loss',
  'training_accuracy',
  'validation_loss',
  'validation_accuracy',
  'test_loss',
  'test_accuracy',
  'best_validation_loss',
  'best_validation_accuracy',
  'best_epoch',
] as const satisfies readonly (keyof RunsTable)[];

export type SummaryRow = Pick<RunsTable, (typeof summaryColumns)[number]>;

/** A diverged run's loss is infinite in the database; nothing but finite numbers crosses the contract. */
function finite(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}

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
    metrics: {
      trainingLoss: finite(row.training_loss),
      trainingAccuracy: finite(row.training_accuracy),
      validationLoss: finite(row.validation_loss),
      validationAccuracy: finite(row.validation_accuracy),
      testLoss: finite(row.test_loss),
      testAccuracy: finite(row.test_accuracy),
      bestValidationLoss: finite(row.best_validation_loss),
      bestValidationAccuracy: finite(row.best_validation_accuracy),
      bestEpoch: row.best_epoch,
    },
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

export function detailOf(row: RunsTable): RunDetail {
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

export function metricColumns(metrics: RunMetrics) {
  return {
    training_loss: metrics.trainingLoss,
    training_accuracy: metrics.trainingAccuracy,
    validation_loss: metrics.validationLoss,
    validation_accuracy: metrics.validationAccuracy,
    test_loss: metrics.testLoss,
    test_accuracy: metrics.testAccuracy,
    best_validation_loss: metrics.bestValidationLoss,
    best_validation_accuracy: metrics.bestValidationAccuracy,
    best_epoch: metrics.bestEpoch,
  } satisfies Partial<RunsTable>;
}
