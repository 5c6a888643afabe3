import { AppError } from '@shared/errors';
import type { WorkspaceProblem } from '@shared/contract/workspace/workspace';
import { detailOf, materialOf } from '../../runs/rows/detail';
import { summarySelection } from '../../runs/rows/summary';
import type { Tables } from '../../runs/database/schema';
import type { DamagedRow } from '../../runs/database/checksum';
import { problem, type CheckResult, type CheckSubject } from './subject';

const fromBackup =
  'The other rows are whole. "layerlab workspace restore" brings back a backup; else delete what is damaged.';

/** What each table holds, in a person's words. */
const contents: Readonly<Record<keyof Tables, string>> = {
  runs: 'what is known of the run',
  run_metrics: 'a figure of the run',
  metric_chunks: 'a part of a curve of the run',
  exports: 'what is known of an export of the run',
  run_tags: 'a tag of the run',
  observations: 'a look at the layers of the run',
  sweeps: 'what is known of the sweep',
  sweep_points: 'a point of the sweep',
  sweep_runs: 'which run a point of the sweep had',
  task_runs: 'which run was made for a task',
  removed_runs: 'that a run was deleted for good',
  queue_places: 'the run’s place in the queue',
  setting_paths: 'which settings runs have',
  run_settings: 'the settings that the table of runs has of the run',
};

/** A row that is not as it was written, in words. */
export function damagedRowProblem({ table, key, runId, sweepId }: DamagedRow): WorkspaceProblem {
  const held: Readonly<Record<string, string>> = contents;
  return problem('row', {
    runId,
    sweepId,
    message: `A row is damaged, which holds ${held[table] ?? 'something'}: it is not shown as right.`,
    where: `${table}: ${key.join(', ')}`,
    remedy: fromBackup,
  });
}

/** Every run's row is read as it is for the interface and for a trainer. */
export function checkRows({ database, damaged }: CheckSubject): CheckResult {
  const known = new Set(damaged.flatMap(({ runId }) => runId ?? []));
  const rows = database.all(database.query.selectFrom('runs').selectAll().select(summarySelection));
  const problems = rows.flatMap((row) => {
    if (known.has(row.id)) return [];
    try {
      detailOf(row);
      if (row.imported === null) materialOf(row);
      return [];
    } catch (thrown) {
      const { message } = AppError.from(thrown);
      return [problem('row', { runId: row.id, message, where: `runs: ${row.id}`, remedy: fromBackup })];
    }
  });
  return { problems, count: rows.length };
}
