import { sql } from 'kysely';
import type { RunId } from '@shared/ids';
import { bestField, metricField, metricNames, splits } from '@shared/runs/metricNames';
import {
  naiveForecasts,
  noMetrics,
  type Baseline,
  type Baselines,
  type Naive,
  type NaiveForecast,
  type RunMetrics,
} from '@shared/runs/run';
import { metricCatalogue } from '@shared/training/metrics';
import type { Database } from '../database/database';
import { prepared, query } from '../database/query';
import type { RunMetricsTable } from '../database/schema';
import { wholeRow } from '../database/wholeRow';

/** The column of each naive forecast. */
const naiveColumns = {
  lastValue: 'last_value',
  seasonal: 'seasonal',
} as const satisfies Record<NaiveForecast, string>;

/** A run's row of figures for a list: JSON of `[metric, split, last, best, baseline, lastValue, seasonal, whole]` each. */
export const figuresOfRun = sql<string>`(
  SELECT json_group_array(json_array(metric, split, last, best, baseline, last_value, seasonal, ${wholeRow('run_metrics')}))
  FROM run_metrics WHERE run_id = runs.id
)`;

type Figure = readonly [
  metric: string,
  split: string,
  last: Value,
  best: Value,
  baseline: Value,
  lastValue: Value,
  seasonal: Value,
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
): { metrics: RunMetrics; baseline: Baseline; naive: Naive } {
  const rows = JSON.parse(json) as Figure[];
  if (rows.some((row) => row.at(-1) !== 1)) throw new Error('the checksum of a figure is another');
  const figures = new Map(
    rows.map(([metric, split, last, best, baseline, lastValue, seasonal]) => [
      `${split}.${metric}`,
      { last, best, baseline, lastValue, seasonal },
    ]),
  );
  const metrics: RunMetrics = { ...noMetrics, bestEpoch };
  const baseline: Baseline = {};
  const naive: Naive = {};
  for (const { metric, split, moment, field } of metricNames) {
    const figure = figures.get(`${split}.${metric}`);
    metrics[field] = finite(figure?.[moment]);
    const constant = finite(figure?.baseline);
    if (moment !== 'last') continue;
    if (constant !== null) baseline[field] = constant;
    for (const kind of naiveForecasts) {
      const value = finite(figure?.[kind]);
      if (value !== null) naive[kind] = { ...naive[kind], [field]: value };
    }
  }
  return { metrics, baseline, naive };
}

/** Puts all of a run's figures in the place of those there were; what is null is not measured. */
export function writeMetrics(database: Database, runId: RunId, metrics: RunMetrics): void {
  const written = new Map(
    database.all(figuresWritten({ run_id: runId })).map((row) => [`${row.split}.${row.metric}`, row]),
  );
  for (const split of splits) {
    for (const { kind: metric } of metricCatalogue) {
      const last = metrics[metricField(split, metric)];
      const best = split === 'validation' ? metrics[bestField(metric)] : null;
      const { last: lastBefore = null, best: bestBefore = null } = written.get(`${split}.${metric}`) ?? {};
      // Most of them stay as they are from one word of the trainer to the next.
      if (last === lastBefore && best === bestBefore) continue;
      database.run(figureWriting({ run_id: runId, metric, split, last, best }));
    }
  }
}

const figuresWritten = prepared((of: Pick<RunMetricsTable, 'run_id'>) =>
  query.selectFrom('run_metrics').where('run_id', '=', of.run_id).select(['metric', 'split', 'last', 'best']),
);

const figureWriting = prepared(
  ({
    run_id,
    metric,
    split,
    last,
    best,
  }: Pick<RunMetricsTable, 'run_id' | 'metric' | 'split' | 'last' | 'best'>) =>
    query
      .insertInto('run_metrics')
      .values({ run_id, metric, split, last, best })
      .onConflict((conflict) =>
        conflict.columns(['run_id', 'metric', 'split']).doUpdateSet(({ ref }) => ({
          last: ref('excluded.last'),
          best: ref('excluded.best'),
        })),
      ),
);

export function writeBaselines(database: Database, runId: RunId, { baseline, naive }: Baselines): void {
  const rows = metricNames.flatMap(({ metric, split, moment, field }) => {
    const value = baseline[field];
    if (moment !== 'last' || value === undefined) return [];
    const forecasts = naiveForecasts.map((kind) => [naiveColumns[kind], naive[kind]?.[field] ?? null]);
    return [{ run_id: runId, metric, split, baseline: value, ...Object.fromEntries(forecasts) }];
  });
  if (rows.length === 0) return;
  database.run(
    database.query
      .insertInto('run_metrics')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['run_id', 'metric', 'split']).doUpdateSet(({ ref }) => ({
          baseline: ref('excluded.baseline'),
          last_value: ref('excluded.last_value'),
          seasonal: ref('excluded.seasonal'),
        })),
      ),
  );
}
