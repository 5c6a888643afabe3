import { AppError, type AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { RunId } from '@shared/ids';
import {
  activeSweepStates,
  sweepIdSchema,
  type PointState,
  type SweepId,
  type SweepPoint,
  type SweepState,
} from '@shared/runs/sweeps/sweep';
import type { Point } from '@shared/sweeps/points';
import type { Database } from '../runs/database/database';
import { newId } from '../runs/ids';
import { wholeRow } from '../runs/database/wholeRow';
import { pointOf, recordOf, runOf, type StoredRun, type SweepRecord } from './sweepRows';

export interface NewSweep {
  readonly experiment: Experiment;
  readonly identity: string;
  readonly datasetHash: string;
  /** Lease of the engine that has it in hand. */
  readonly owner: string;
}

/** The rows of the sweeps. Every call is one transaction, or a part of the caller's. */
export class SweepStore {
  constructor(private readonly database: Database) {}

  create({ experiment, identity, datasetHash, owner }: NewSweep): SweepId {
    const id = sweepIdSchema.parse(newId());
    this.database.run(
      this.database.query.insertInto('sweeps').values({
        id,
        name: experiment.name,
        state: 'running',
        identity,
        owner,
        created_at: new Date().toISOString(),
        elapsed_seconds: 0,
        dataset_hash: datasetHash,
        experiment: JSON.stringify(experiment),
      }),
    );
    return id;
  }

  /** @throws AppError `notFound`, also for one in the bin; `workspaceDamaged` */
  get(id: SweepId): SweepRecord {
    const row = this.database.get(
      this.database.query
        .selectFrom('sweeps')
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .selectAll()
        .select(wholeRow('sweeps').as('whole')),
    );
    if (row === undefined) throw sweepNotFound(id);
    return recordOf(row);
  }

  /** How a sweep stands, also where its row is damaged or in the bin. @throws AppError `notFound` */
  standing(id: SweepId): Pick<SweepRecord, 'id' | 'name' | 'state' | 'owner'> {
    const row = this.database.get(
      this.database.query.selectFrom('sweeps').where('id', '=', id).select(['name', 'state', 'owner']),
    );
    if (row === undefined) throw sweepNotFound(id);
    return { id, ...row, state: row.state as SweepState };
  }

  /** Into the bin or out of it. @returns since when it had been in it */
  setDeleted(id: SweepId, time: string | null): string | null {
    return this.database.transaction(() => {
      const { query } = this.database;
      const row = this.database.get(query.selectFrom('sweeps').where('id', '=', id).select('deleted_at'));
      this.database.run(query.updateTable('sweeps').set({ deleted_at: time }).where('id', '=', id));
      return row?.deleted_at ?? null;
    });
  }

  /** The latest of those that are the same but for their budget. */
  latestOf(identity: string): SweepId | null {
    const row = this.database.get(
      this.database.query
        .selectFrom('sweeps')
        .where('identity', '=', identity)
        .where('deleted_at', 'is', null)
        .orderBy('id', 'desc')
        .limit(1)
        .select('id'),
    );
    return row === undefined ? null : sweepIdSchema.parse(row.id);
  }

  /** The latest first. */
  ids(): SweepId[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('sweeps')
        .where('deleted_at', 'is', null)
        .orderBy('id', 'desc')
        .select('id'),
    );
    return rows.map(({ id }) => sweepIdSchema.parse(id));
  }

  /**
   * Takes a sweep in hand, unless another engine was faster.
   * @param previous who had it, as it was read
   * @returns whether it was had
   */
  take(id: SweepId, previous: string | null, owner: string, experiment: Experiment): boolean {
    const { query } = this.database;
    const taken = this.database.run(
      query
        .updateTable('sweeps')
        .set({
          state: 'running',
          owner,
          finished_at: null,
          error: null,
          experiment: JSON.stringify(experiment),
        })
        .where('id', '=', id)
        .where('owner', 'is', previous),
    );
    return taken > 0;
  }

  /** All of the work's calls or none. */
  transaction<Result>(work: () => Result): Result {
    return this.database.transaction(work);
  }

  /** It is no longer in hand. */
  setState(id: SweepId, state: Exclude<SweepState, 'running'>, error: AppErrorData | null = null): void {
    this.database.run(
      this.database.query
        .updateTable('sweeps')
        .set({
          state,
          error: error === null ? null : JSON.stringify(error),
          owner: null,
          ...(activeSweepStates.includes(state) ? {} : { finished_at: new Date().toISOString() }),
        })
        .where('id', '=', id),
    );
  }

  addSeconds(id: SweepId, seconds: number): void {
    this.database.run(
      this.database.query
        .updateTable('sweeps')
        .set((update) => ({ elapsed_seconds: update('elapsed_seconds', '+', seconds) }))
        .where('id', '=', id),
    );
  }

  /** A point that is to be trained, with its seeds. */
  addPoint(id: SweepId, number: number, point: Point, seeds: readonly number[]): void {
    const { query } = this.database;
    this.database.transaction(() => {
      this.database.run(
        query
          .insertInto('sweep_points')
          .values({ sweep_id: id, number, state: 'open', parameters: JSON.stringify(point) }),
      );
      const rows = seeds.map((seed) => ({ sweep_id: id, point: number, seed, looks: '{}' }));
      this.database.run(query.insertInto('sweep_runs').values(rows));
    });
  }

  setPoint(
    id: SweepId,
    number: number,
    facts: {
      readonly state: PointState;
      readonly value?: number | null;
      readonly haltedAfter?: number;
      readonly error?: AppErrorData | null;
    },
  ): void {
    const { state, value = null, haltedAfter = null, error = null } = facts;
    this.database.run(
      this.database.query
        .updateTable('sweep_points')
        .set({
          state,
          value,
          halted_after: haltedAfter,
          error: error === null ? null : JSON.stringify(error),
        })
        .where('sweep_id', '=', id)
        .where('number', '=', number),
    );
  }

  setRun(id: SweepId, point: number, seed: number, facts: Partial<Omit<StoredRun, 'point' | 'seed'>>): void {
    const { runId, state, value, looks } = facts;
    this.database.run(
      this.database.query
        .updateTable('sweep_runs')
        .set({
          ...(runId === undefined ? {} : { run_id: runId }),
          ...(state === undefined ? {} : { state }),
          ...(value === undefined ? {} : { value }),
          ...(looks === undefined ? {} : { looks: JSON.stringify(looks) }),
        })
        .where('sweep_id', '=', id)
        .where('point', '=', point)
        .where('seed', '=', seed),
    );
  }

  points(id: SweepId): SweepPoint[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('sweep_points')
        .where('sweep_id', '=', id)
        .orderBy('number')
        .selectAll()
        .select(wholeRow('sweep_points').as('whole')),
    );
    const runs = new Map<number, StoredRun[]>();
    for (const run of this.runs(id)) runs.set(run.point, [...(runs.get(run.point) ?? []), run]);
    return rows.map((row) => pointOf(row, runs.get(row.number) ?? []));
  }

  runs(id: SweepId): StoredRun[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('sweep_runs')
        .where('sweep_id', '=', id)
        .orderBy('point')
        .orderBy('seed')
        .selectAll()
        .select(wholeRow('sweep_runs').as('whole')),
    );
    return rows.map(runOf);
  }

  /** The run that was made for a task; null where none was. */
  runOfTask(task: string): RunId | null {
    const row = this.database.get(
      this.database.query.selectFrom('task_runs').where('task', '=', task).select('run_id'),
    );
    return (row?.run_id as RunId | undefined) ?? null;
  }

  rememberTask(task: string, runId: RunId): void {
    this.database.run(this.database.query.insertInto('task_runs').values({ task, run_id: runId }));
  }
}

function sweepNotFound(id: SweepId): AppError {
  return new AppError('notFound', `There is no sweep ${id} in this workspace.`, {
    where: id,
    remedy: 'See the list of sweeps; one that was deleted may still be in the bin.',
  });
}
