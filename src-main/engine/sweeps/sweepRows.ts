import { AppError, type AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import {
  sweepIdSchema,
  type PointState,
  type SweepId,
  type SweepPoint,
  type SweepState,
} from '@shared/runs/sweeps/sweep';
import type { RunState } from '@shared/runs/run';
import type { SweepPointsTable, SweepRunsTable, SweepsTable } from '../runs/database/schema';
import { storedExperiment } from '../runs/database/storedExperiment';

/** A sweep's row. */
export interface SweepRecord {
  readonly id: SweepId;
  readonly name: string;
  readonly state: SweepState;
  readonly owner: string | null;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly elapsedSeconds: number;
  readonly error: AppErrorData | null;
  readonly datasetHash: string;
  readonly experiment: Experiment;
}

/** By epoch, the value that the method saw when it looked. */
export type Looks = Readonly<Record<string, number | null>>;

export interface StoredRun {
  readonly point: number;
  readonly seed: number;
  readonly runId: RunId | null;
  readonly state: RunState | null;
  readonly value: number | null;
  readonly looks: Looks;
}

/** A row, and whether it is as it was written. */
type Checked<Row> = Row & { readonly whole: number };

function requireWhole({ whole }: Checked<unknown>, id: string): void {
  if (whole !== 1) throw damagedSweep(id, new Error('its checksum is another'));
}

function damagedSweep(id: string, cause: unknown): AppError {
  return new AppError('workspaceDamaged', 'What the workspace database holds of the sweep is damaged.', {
    where: id,
    remedy:
      '"layerlab workspace restore" brings back a backup; the other sweeps and the runs are not touched.',
    cause,
  });
}

/** @throws AppError `workspaceDamaged` */
export function recordOf(row: Checked<SweepsTable>): SweepRecord {
  requireWhole(row, row.id);
  try {
    return {
      id: sweepIdSchema.parse(row.id),
      name: row.name,
      state: row.state as SweepState,
      owner: row.owner,
      createdAt: row.created_at,
      finishedAt: row.finished_at,
      elapsedSeconds: row.elapsed_seconds,
      error: row.error === null ? null : (JSON.parse(row.error) as AppErrorData),
      datasetHash: row.dataset_hash,
      experiment: storedExperiment(JSON.parse(row.experiment)),
    };
  } catch (cause) {
    throw damagedSweep(row.id, cause);
  }
}

/** @param runs those of the point. @throws AppError `workspaceDamaged` */
export function pointOf(row: Checked<SweepPointsTable>, runs: readonly StoredRun[]): SweepPoint {
  requireWhole(row, row.sweep_id);
  return {
    number: row.number,
    parameters: JSON.parse(row.parameters) as SweepPoint['parameters'],
    state: row.state as PointState,
    value: row.value,
    haltedAfter: row.halted_after,
    runs: runs.map(({ seed, runId, state, value }) => ({ seed, runId, state, value })),
    error: row.error === null ? null : (JSON.parse(row.error) as AppErrorData),
  };
}

/** @throws AppError `workspaceDamaged` */
export function runOf(row: Checked<SweepRunsTable>): StoredRun {
  requireWhole(row, row.sweep_id);
  return {
    point: row.point,
    seed: row.seed,
    runId: row.run_id as RunId | null,
    state: row.state as RunState | null,
    value: row.value,
    looks: JSON.parse(row.looks) as Looks,
  };
}
