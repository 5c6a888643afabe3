import { sql } from 'kysely';
import type { RunId } from '@shared/ids';
import { bestField, metricField, metricNames, splits } from '@shared/runs/metricNames';
import { noMetrics, type Baseline, type RunMetrics } from '@shared/runs/run';
import { metricCatalogue } from '@shared/training/metrics';
import type { Database } from '../database/database';
import { wholeRow } from '../database/wholeRow';

/** A run's row of figures for a list: JSON of `[metric, split, last, best, baseline, whole]` each. */
export const figuresOfRun = sql<string>`(
  SELECT json_group_array(json_array(metric, split, last, best, baseline, ${wholeRow('run_metrics')}))
  FROM run_metrics WHERE run_id = runs.id
)`;

type Figure = readonly [
  metric: string,
  split: string,
  last: Value,
  best: Value,
  baseline: Value,
  whole: number,
];
type Value = number | null;

/** A diverged run's loss is infinite in the database; nothing but finite numbers crosses the contract. */
function finite(value: Value | undefined): Value {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/**
 * What {@link figuresOfRun} gives, without metrics that this version does not know.
 * @throws where one of them is not as it was written
 */
export function readFigures(
  json: string,
  bestEpoch: number | null,
): { metrics: RunMetrics; baseline: Baseline } {
  const rows = JSON.parse(json) as Figure[];
  if (rows.some(([, , , , , whole]) => whole !== 1)) throw new Error('the checksum of a figure is another');
  const figures = new Map(
    rows.map(([metric, split, last, best, baseline]) => [`${split}.${metric}`, { last, best, baseline }]),
  );
  const metrics: RunMetrics = { ...noMetrics, bestEpoch };
  const baseline: Baseline = {};
  for (const { metric, split, moment, field } of metricNames) {
    const figure = figures.get(`${split}.${metric}`);
    metrics[field] = finite(figure?.[moment]);
    const constant = finite(figure?.baseline);
    if (moment === 'last' && constant !== null) baseline[field] = constant;
  }
  return { metrics, baseline };
}

/** Puts all of a run's figures in the place of those there were; what is null is not measured. */
export function writeMetrics(database: Database, runId: RunId, metrics: RunMetrics): void {
  const { query } = database;
  database.run(query.updateTable('run_metrics').set({ last: null, best: null }).where('run_id', '=', runId));
  const rows = splits.flatMap((split) =>
    metricCatalogue.map(({ kind: metric }) => ({
      run_id: runId,
      metric,
      split,
      last: metrics[metricField(split, metric)],
      best: split === 'validation' ? metrics[bestField(metric)] : null,
    })),
  );
  const measured = rows.filter(({ last, best }) => last !== null || best !== null);
  if (measured.length === 0) return;
  database.run(
    query
      .insertInto('run_metrics')
      .values(measured)
      .onConflict((conflict) =>
        conflict.columns(['run_id', 'metric', 'split']).doUpdateSet(({ ref }) => ({
          last: ref('excluded.last'),
          best: ref('excluded.best'),
        })),
      ),
  );
}

export function writeBaseline(database: Database, runId: RunId, baseline: Baseline): void {
  const rows = metricNames.flatMap(({ metric, split, moment, field }) => {
    const value = baseline[field];
    return moment === 'last' && value !== undefined
      ? [{ run_id: runId, metric, split, baseline: value }]
      : [];
  });
  if (rows.length === 0) return;
  database.run(
    database.query
      .insertInto('run_metrics')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['run_id', 'metric', 'split'])
          .doUpdateSet(({ ref }) => ({ baseline: ref('excluded.baseline') })),
      ),
  );
}
