import type { RunId } from '@shared/ids';
import type { MetricBatch, Split } from '@shared/runs/run';
import type { Database } from './database';
import { decodeChunk, encodeChunk, type Series } from './metricChunk';

/**
 * Chunks shorter than this are filled up by the next batch, so that a slow run does not leave a row for each step;
 * a chunk costs at most its own size twice over to rewrite.
 */
const fullChunk = 1024;

export interface SeriesKey {
  readonly split: Split;
  readonly name: string;
}

/** The metrics of all runs, at every step. */
export class MetricStore {
  constructor(private readonly database: Database) {}

  /** Adds values after those that are there (a step that came before is not taken twice); in a transaction of its own or in that of the caller. */
  append(runId: RunId, batches: readonly MetricBatch[]): void {
    this.database.transaction(() => {
      for (const batch of batches) {
        if (batch.values.length === 0) continue;
        this.appendSeries(runId, batch, {
          steps: batch.steps,
          values: batch.values.map((value) => value ?? NaN),
        });
      }
    });
  }

  /** Which series a run has, in the order of their names. */
  seriesOf(runId: RunId): SeriesKey[] {
    const { query } = this.database;
    return this.database.all(
      query
        .selectFrom('metric_chunks')
        .where('run_id', '=', runId)
        .select(['split', 'name'])
        .distinct()
        .orderBy('split')
        .orderBy('name'),
    ) as SeriesKey[];
  }

  /** A whole series, or its values after a step, oldest first. */
  read(runId: RunId, key: SeriesKey, afterStep = 0): Series {
    const rows = this.database.all(
      this.chunks(runId, key)
        .where('last_step', '>', afterStep)
        .select(['first_step', 'last_step', 'count', 'steps', 'bytes_per_value', 'values'])
        .orderBy('first_step'),
    );
    const steps: number[] = [];
    const values: number[] = [];
    for (const row of rows) {
      const chunk = after(decodeChunk(row), afterStep);
      for (const step of chunk.steps) steps.push(step);
      for (const value of chunk.values) values.push(value);
    }
    return { steps, values };
  }

  /** Takes away everything after a step: what a run that goes on from a checkpoint will measure again. */
  removeAfter(runId: RunId, step: number): void {
    const { query } = this.database;
    this.database.transaction(() => {
      for (const key of this.seriesOf(runId)) {
        const [cut] = this.database.all(
          this.chunks(runId, key).where('first_step', '<=', step).where('last_step', '>', step).selectAll(),
        );
        this.database.run(
          query
            .deleteFrom('metric_chunks')
            .where('run_id', '=', runId)
            .where('split', '=', key.split)
            .where('name', '=', key.name)
            .where('last_step', '>', step),
        );
        if (cut === undefined) continue;
        const whole = decodeChunk(cut);
        const kept = whole.steps.filter((value) => value <= step).length;
        this.insert(runId, key, { steps: whole.steps.slice(0, kept), values: whole.values.slice(0, kept) });
      }
    });
  }

  private chunks(runId: RunId, key: SeriesKey) {
    return this.database.query
      .selectFrom('metric_chunks')
      .where('run_id', '=', runId)
      .where('split', '=', key.split)
      .where('name', '=', key.name);
  }

  private appendSeries(runId: RunId, key: SeriesKey, added: Series): void {
    const last = this.database.get(
      this.chunks(runId, key).selectAll().orderBy('first_step', 'desc').limit(1),
    );
    if (last === undefined || last.count + added.values.length > fullChunk) {
      this.insert(runId, key, added);
      return;
    }
    const before = decodeChunk(last);
    const { query } = this.database;
    this.database.run(
      query
        .updateTable('metric_chunks')
        .set(
          encodeChunk({
            steps: [...before.steps, ...added.steps],
            values: [...before.values, ...added.values],
          }),
        )
        .where('run_id', '=', runId)
        .where('split', '=', key.split)
        .where('name', '=', key.name)
        .where('first_step', '=', last.first_step),
    );
  }

  private insert(runId: RunId, key: SeriesKey, series: Series): void {
    const { query } = this.database;
    this.database.run(
      query
        .insertInto('metric_chunks')
        .values({ run_id: runId, split: key.split, name: key.name, ...encodeChunk(series) }),
    );
  }
}

function after(series: Series, step: number): Series {
  const from = series.steps.findIndex((other) => other > step);
  if (from === 0) return series;
  if (from < 0) return { steps: [], values: [] };
  return { steps: series.steps.slice(from), values: series.values.slice(from) };
}
