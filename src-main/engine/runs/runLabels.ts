import { longestNote } from '@shared/contract/runs/runTable';
import { AppError } from '@shared/errors';
import { sql } from 'kysely';
import type { RunId } from '@shared/ids';
import type { Database } from './database/database';
import { wholeRow } from './database/wholeRow';
import { freeName } from './new/newRun';

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
  /** A line that is put behind the note of each. */
  readonly addNote?: string | undefined;
  /** Of all of them, with a number behind it where another run has it. */
  readonly name?: string | undefined;
}

/** Changes what a person has marked runs with, of all or of none. @throws AppError `badArgument` where a note would get too long */
export function labelRuns(database: Database, runIds: readonly RunId[], change: LabelChange): void {
  const { query } = database;
  const { name, addNote } = change;
  const unnamed = new Set<RunId>(runIds);
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
        ...(name === undefined ? {} : { name: freeName(database, name, unnamed) }),
        ...(addNote === undefined ? {} : { note: noteWith(database, runId, addNote) }),
      };
      if (Object.keys(flags).length > 0) {
        database.run(query.updateTable('runs').set(flags).where('id', '=', runId));
      }
      unnamed.delete(runId);
    }
  });
}

function noteWith(database: Database, runId: RunId, line: string): string {
  const stored = database.get(database.query.selectFrom('runs').where('id', '=', runId).select('note'));
  const note = [stored?.note ?? '', line].filter((part) => part !== '').join('\n');
  if (note.length <= longestNote) return note;
  throw new AppError('badArgument', `The note would have more than ${longestNote} characters.`, {
    where: runId,
    remedy: 'Shorten the note that the run has.',
  });
}
