import { sql } from 'kysely';
import type { RunId } from '@shared/ids';
import type { RunState } from '@shared/runs/run';
import type { Database } from '../database/database';
import { wholeRow } from '../database/wholeRow';
import { isAmong } from '../table/storedRuns';
import { entriesOf, moved, type PlacedEntry, type PlacedRun } from './entries';

/**
 * Where runs stand in line. A run keeps its place from its start to its end, and also where its engine ends before: so a
 * queue that goes on does so in its order. Every engine asks here whose turn it is, so that any can change the order.
 */
export class QueuePlaces {
  constructor(private readonly database: Database) {}

  /** At the end of the line, unless the run has a place. */
  enter(runId: RunId): void {
    const { query } = this.database;
    const last = this.database.get(
      query.selectFrom('queue_places').select(({ fn }) => fn.max('place').as('place')),
    );
    this.database.run(
      query
        .insertInto('queue_places')
        .values({ run_id: runId, place: (last?.place ?? 0) + 1 })
        .onConflict((conflict) => conflict.doNothing()),
    );
  }

  /** Those of them that were interrupted are in no line any more. */
  letGo(runIds: readonly RunId[]): void {
    const interrupted = new Set(this.placed('interrupted').map(({ id }) => id));
    this.database.transaction(() => {
      for (const runId of runIds) if (interrupted.has(runId)) this.leave(runId);
    });
  }

  leave(runId: RunId): void {
    this.database.run(this.database.query.deleteFrom('queue_places').where('run_id', '=', runId));
  }

  /** What waits for its turn, whichever engine is to train it. */
  waiting(): PlacedEntry[] {
    return entriesOf(this.placed('queued'));
  }

  /** What was interrupted and was not put aside; sweeps hand theirs over again by themselves. */
  interrupted(): PlacedEntry[] {
    return entriesOf(
      this.placed('interrupted').filter(({ sweep, isArchived }) => sweep === null && !isArchived),
    );
  }

  /** Of some runs the one whose turn comes first. */
  firstOf(runIds: ReadonlySet<RunId>): RunId | undefined {
    return this.waiting()
      .flatMap(({ runs }) => runs)
      .find(({ id }) => runIds.has(id))?.id;
  }

  /** @param before null: behind all others. @throws AppError `notAllowedNow` where one of the runs does not wait */
  move(runIds: readonly RunId[], before: RunId | null): void {
    this.database.transaction(() => {
      const waiting = this.waiting();
      const places = waiting.flatMap(({ runs }) => runs.map(({ place }) => place)).sort((a, b) => a - b);
      const order = moved(waiting, runIds, before).flatMap(({ runs }) => runs);
      for (const [index, { id, place }] of order.entries()) {
        const next = places[index] ?? place;
        if (next !== place) this.put(id, next);
      }
    });
  }

  private put(runId: RunId, place: number): void {
    this.database.run(
      this.database.query.updateTable('queue_places').set({ place }).where('run_id', '=', runId),
    );
  }

  /** In the order of their places. A run for which machine code is made still says that it is queued; it has begun. */
  private placed(state: RunState): PlacedRun[] {
    const rows = this.database.all(
      this.database.query
        .selectFrom('queue_places')
        .innerJoin('runs', 'runs.id', 'queue_places.run_id')
        .where('runs.state', '=', state)
        .where('runs.deleted_at', 'is', null)
        .where(sql<boolean>`json_extract(runs.compilation, '$.underWay') IS NOT 1`)
        .where(sql<boolean>`${wholeRow('queue_places')}`)
        .select(['runs.id', 'runs.name', 'runs.owner', 'runs.archived'])
        .select(['runs.group_id as group', 'queue_places.place'])
        .orderBy('queue_places.place')
        .orderBy('runs.id'),
    );
    const sweeps = this.sweepsOf(rows.map(({ id }) => id));
    return rows.map(({ archived, ...row }) => ({
      ...row,
      id: row.id as RunId,
      isArchived: archived === 1,
      sweep: sweeps.get(row.id) ?? null,
    }));
  }

  private sweepsOf(runIds: readonly string[]): ReadonlyMap<string | null, { id: string; name: string }> {
    const rows = this.database.all(
      this.database.query
        .selectFrom('sweep_runs')
        .innerJoin('sweeps', 'sweeps.id', 'sweep_runs.sweep_id')
        .where(isAmong('run_id', runIds))
        .select(['sweep_runs.run_id', 'sweeps.id', 'sweeps.name']),
    );
    return new Map(rows.map(({ run_id: runId, ...sweep }) => [runId, sweep]));
  }
}
