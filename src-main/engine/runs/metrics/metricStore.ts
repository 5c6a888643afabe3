import type { RunId } from '@shared/ids';
import { thin, type Points } from '@shared/runs/curves/thin';
import type { MetricBatch } from '@shared/runs/run';
import type { Database } from '../database/database';
import { damagedChunk, type ReadSeries, type Series, type StoredChunk } from './metricChunk';
import { readOutline } from './readOutline';
import { crossing, everything, type SeriesBatch, type SeriesKey, type Window } from './series';
import { SeriesRows, storedChunk } from './seriesRows';

export type { SeriesBatch, SeriesKey };

/** A part of one series. */
export type SeriesChunk = SeriesKey & StoredChunk;

/** The metrics of all runs, at every step. */
export class MetricStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds values after those that are there, in a transaction of its own or in that of the caller. A step that has its
   * value already keeps it.
   */
  append(runId: RunId, batches: readonly SeriesBatch[]): void {
    this.database.transaction(() => {
      for (const batch of batches) if (batch.values.length > 0) this.rows(runId, batch).append(batch);
    });
  }

  /** Which series a run has, in the order of their names. */
  seriesOf(runId: RunId): SeriesKey[] {
    const { query } = this.database;
    return this.database.all(
      query
        .selectFrom('metric_chunks')
        .where('run_id', '=', runId)
        .where('level', '=', 0)
        .select(['split', 'name'])
        .distinct()
        .orderBy('split')
        .orderBy('name'),
    ) as SeriesKey[];
  }

  /** The same with the last step of each, all of one moment. */
  seriesUntil(runId: RunId): (SeriesKey & { readonly lastStep: number })[] {
    const { query } = this.database;
    return this.database.all(
      query
        .selectFrom('metric_chunks')
        .where('run_id', '=', runId)
        .where('level', '=', 0)
        .select(({ fn }) => ['split', 'name', fn.max('last_step').as('lastStep')])
        .groupBy(['split', 'name'])
        .orderBy('split')
        .orderBy('name'),
    ) as (SeriesKey & { readonly lastStep: number })[];
  }

  /** A whole series, or its values after a step, oldest first. */
  read(runId: RunId, key: SeriesKey, afterStep?: number, atMost?: number): ReadSeries {
    return this.rows(runId, key).read(afterStep, atMost);
  }

  /**
   * A series, or what lies in a window of it, thinned to at most so many points, as {@link thin} does it, without reading
   * all of a long one: of the coarsest outline that is still finer than what is asked for.
   * @param maximum at least 5
   */
  readThinned(runId: RunId, key: SeriesKey, maximum: number, window = everything): Points {
    return thin(readOutline(this.database, this.rows(runId, key), 2 * maximum, window), maximum);
  }

  /** Every point in a window. */
  readWithin(runId: RunId, key: SeriesKey, window: Window): ReadSeries {
    return this.rows(runId, key).readWithin(window);
  }

  /** The same as it crosses the contract. */
  readBatch(runId: RunId, key: SeriesKey, afterStep?: number, atMost = Infinity): MetricBatch {
    const read = this.read(runId, key, afterStep, atMost);
    const [steps, values] = [read.steps.subarray(0, atMost), read.values.subarray(0, atMost)];
    return crossing({ ...key, steps, values });
  }

  /** Takes away everything after a step: what a run that goes on from a checkpoint will measure again. */
  removeAfter(runId: RunId, step: number): void {
    this.database.transaction(() => {
      for (const key of this.seriesOf(runId)) this.rows(runId, key).removeAfter(step);
    });
  }

  /** A whole series of a run that has none of it yet, in chunks of the usual size. */
  addWhole(runId: RunId, key: SeriesKey, series: Series): void {
    this.rows(runId, key).addWhole(series);
  }

  /** All series of a run, as they are stored. @throws AppError `workspaceDamaged` */
  chunksOf(runId: RunId): SeriesChunk[] {
    const { query } = this.database;
    const ofRun = query.selectFrom('metric_chunks').where('run_id', '=', runId).where('level', '=', 0);
    return this.database
      .all(ofRun.select(['split', 'name', ...storedChunk]).orderBy('first_step'))
      .map(({ whole, ...chunk }) => {
        if (whole !== 1) throw damagedChunk(chunk);
        return chunk as SeriesChunk;
      });
  }

  /** Puts series, as they were stored, in the place of all that a run has. */
  replaceChunks(runId: RunId, chunks: readonly SeriesChunk[]): void {
    const { query } = this.database;
    this.database.transaction(() => {
      this.database.run(query.deleteFrom('metric_chunks').where('run_id', '=', runId));
      for (const chunk of chunks)
        this.database.run(query.insertInto('metric_chunks').values({ run_id: runId, level: 0, ...chunk }));
      for (const key of this.seriesOf(runId)) this.rows(runId, key).outlineAnew();
    });
  }

  private rows(runId: RunId, key: SeriesKey): SeriesRows {
    return new SeriesRows(this.database, runId, key);
  }
}
