import { sql } from 'kysely';
import type { Database } from '../database/database';
import type { RunsTable } from '../database/schema';

/** What a run was trained with, as its row has it; it never changes. */
export type StoredRun = Pick<RunsTable, 'id' | 'experiment' | 'imported'>;

/** The runs that are not known yet. */
export function unknownRuns(database: Database, known: ReadonlyMap<string, unknown>): StoredRun[] {
  const { query } = database;
  const ids = database.all(query.selectFrom('runs').select('id')).map(({ id }) => id);
  const lacking = ids.filter((id) => !known.has(id));
  if (lacking.length === 0) return [];
  return database.all(
    query.selectFrom('runs').where(isAmong('id', lacking)).select(['id', 'experiment', 'imported']),
  );
}

/** True of any run where none are named. */
export function isAmong(column: 'id' | 'run_id', ids: readonly string[] | undefined) {
  if (ids === undefined) return sql<boolean>`TRUE`;
  return sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;
}
