import { decodeChunk } from '../../runs/metrics/metricChunk';
import { problem, type CheckResult, type CheckSubject } from './subject';

/** Rows that are read at once. */
const rowsAtOnce = 500;

/** Every part of every curve comes to the values that its row counts. */
export function checkCurves({ database }: CheckSubject): CheckResult {
  const problems = [];
  let count = 0;
  let [runId, split, name, level, step] = ['', '', '', 0, -1];
  for (;;) {
    const rows = database.all(
      database.query
        .selectFrom('metric_chunks')
        .where((where) =>
          where(
            where.refTuple('run_id', 'split', 'name', 'level', 'first_step'),
            '>',
            where.tuple(runId, split, name, level, step),
          ),
        )
        .orderBy('run_id')
        .orderBy('split')
        .orderBy('name')
        .orderBy('level')
        .orderBy('first_step')
        .limit(rowsAtOnce)
        .selectAll(),
    );
    for (const row of rows) {
      count++;
      [runId, split, name, level, step] = [row.run_id, row.split, row.name, row.level, row.first_step];
      try {
        decodeChunk(row);
      } catch {
        problems.push(
          problem('curve', {
            runId,
            message: 'A part of a curve does not hold the values that its row counts.',
            where: `${split} ${name}, steps ${row.first_step} to ${row.last_step}`,
            remedy: 'The run’s other curves are whole. "layerlab workspace restore" brings back a backup.',
          }),
        );
      }
    }
    if (rows.length < rowsAtOnce) return { problems, count };
  }
}
