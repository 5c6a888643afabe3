import { sql } from 'kysely';
import type { RunId } from '@shared/ids';
import type { Database } from './database/database';
import { wholeRow } from './database/wholeRow';

/** A run's tags for a list: JSON of their names, in the order of their letters; null for one that is damaged. */
export const tagsOfRun = sql<string>`(
  SELECT json_group_array(tag) FROM (
    SELECT CASE ${wholeRow('run_tags')} WHEN 1 THEN tag END AS tag FROM run_tags WHERE run_id = runs.id ORDER BY tag
  )
)`;

export interface LabelChange {
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
  readonly pinned?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

/** Changes what a person has marked runs with, of all or of none. */
export function labelRuns(database: Database, runIds: readonly RunId[], change: LabelChange): void {
  const { query } = database;
  database.transaction(() => {
    for (const runId of runIds) {
      for (const tag of change.addTags ?? []) {
        const row = { run_id: runId, tag };
        database.run(
          query
            .insertInto('run_tags')
            .values(row)
            .onConflict((conflict) => conflict.doNothing()),
        );
      }
      for (const tag of change.removeTags ?? []) {
        database.run(query.deleteFrom('run_tags').where('run_id', '=', runId).where('tag', '=', tag));
      }
      const flags = {
        ...(change.pinned === undefined ? {} : { pinned: Number(change.pinned) }),
        ...(change.archived === undefined ? {} : { archived: Number(change.archived) }),
      };
      if (Object.keys(flags).length > 0) {
        database.run(query.updateTable('runs').set(flags).where('id', '=', runId));
      }
    }
  });
}
