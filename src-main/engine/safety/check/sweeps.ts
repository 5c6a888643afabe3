import { problem, type CheckResult, type CheckSubject } from './subject';

/** Every run that a sweep's point had is there, or was deleted for good. */
export function checkSweeps({ database }: CheckSubject): CheckResult {
  const { query } = database;
  const lost = database.all(
    query
      .selectFrom('sweep_runs')
      .innerJoin('sweeps', 'sweeps.id', 'sweep_runs.sweep_id')
      .leftJoin('runs', 'runs.id', 'sweep_runs.run_id')
      .where('sweep_runs.run_id', 'is not', null)
      .leftJoin('removed_runs', 'removed_runs.id', 'sweep_runs.run_id')
      .where('runs.id', 'is', null)
      .where('removed_runs.id', 'is', null)
      .select([
        'sweep_runs.sweep_id',
        'sweep_runs.point',
        'sweep_runs.seed',
        'sweep_runs.run_id',
        'sweeps.name',
      ]),
  );
  const counted = database.get(
    query.selectFrom('sweeps').select((select) => select.fn.countAll<number>().as('count')),
  );
  return {
    count: counted?.count ?? 0,
    problems: lost.map((row) =>
      problem('sweepRunLost', {
        sweepId: row.sweep_id,
        runId: row.run_id,
        message: `The sweep "${row.name}" had a run at its point ${row.point} with seed ${row.seed} that is not there: its value is kept, its curves and weights are not.`,
        where: `sweep_runs: ${row.sweep_id}, ${row.point}, ${row.seed}`,
        remedy: 'Adopt the run where its folder is there, or bring back a backup.',
      }),
    ),
  };
}
