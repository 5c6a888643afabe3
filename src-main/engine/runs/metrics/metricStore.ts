import type { RunId } from '@shared/ids';
import type { MetricBatch, Split } from '@shared/runs/run';
import type { Database } from '../database/database';
import {
  damagedChunk,
  decodeChunk,
  encodeChunk,
  type ReadSeries,
  type Series,
  type StoredChunk,
} from './metricChunk';
import { wholeRow } from '../database/wholeRow';

/**
 * Chunks shorter than this are filled up by the next batch, so that a slow run does not leave a row for each step;
 * a chunk costs at most its own size twice over to rewrite.
 */
const fullChunk = 1024;

/** Less than any step: trained runs count from 1, other trackers from wherever they like. */
const beforeAll = Number.MIN_SAFE_INTEGER - 1;

export interface SeriesKey {
  readonly split: Split;
  readonly name: string;
}

/** A part of one series. */
export type SeriesChunk = SeriesKey & StoredChunk;

/** The metrics of all runs, at every step. */
export class MetricStore {
  constructor(private readonly database: Database) {}

  /**
   * Adds values after those that are there, in a transaction of its own or in that of the caller. A step that has its
   * value already keeps it.
   */
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
  read(runId: RunId, key: SeriesKey, afterStep = beforeAll, atMost = Infinity): ReadSeries {
    const chunksAfter = this.chunks(runId, key).where('last_step', '>', afterStep).orderBy('first_step');
    const rows = this.database.all(
      chunksAfter
        .select(storedChunk)
        .limit(Number.isFinite(atMost) ? this.chunksFor(chunksAfter, atMost) : -1),
    );
    return joined(rows.map((row) => after(decodeWhole(row), afterStep)));
  }

  /** The same as it crosses the contract. */
  readBatch(runId: RunId, key: SeriesKey, afterStep?: number, atMost = Infinity): MetricBatch {
    const read = this.read(runId, key, afterStep, atMost);
    const [steps, values] = [read.steps.subarray(0, atMost), read.values.subarray(0, atMost)];
    const numberOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return { ...key, steps: Array.from(steps), values: Array.from(values, numberOrNull) };
  }

  /** Takes away everything after a step: what a run that goes on from a checkpoint will measure again. */
  removeAfter(runId: RunId, step: number): void {
    const { query } = this.database;
    this.database.transaction(() => {
      for (const key of this.seriesOf(runId)) {
        const [cut] = this.database.all(
          this.chunks(runId, key)
            .where('first_step', '<=', step)
            .where('last_step', '>', step)
            .select(storedChunk),
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
        const { steps, values, times } = decodeWhole(cut);
        const kept = indexAfter(steps, step);
        this.insert(runId, key, {
          steps: steps.slice(0, kept),
          values: values.slice(0, kept),
          times: times && times.slice(0, kept),
        });
      }
    });
  }

  /** A whole series of a run that has none of it yet, in chunks of the usual size. */
  addWhole(runId: RunId, key: SeriesKey, { steps, values, times }: Series): void {
    for (let from = 0; from < steps.length; from += fullChunk) {
      const to = from + fullChunk;
      this.insert(runId, key, {
        steps: steps.slice(from, to),
        values: values.slice(from, to),
        times: times && times.slice(from, to),
      });
    }
  }

  /** All series of a run, as they are stored. @throws AppError `workspaceDamaged` */
  chunksOf(runId: RunId): SeriesChunk[] {
    const { query } = this.database;
    const ofRun = query.selectFrom('metric_chunks').where('run_id', '=', runId).orderBy('first_step');
    return this.database.all(ofRun.select(['split', 'name', ...storedChunk])).map(({ whole, ...chunk }) => {
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
        this.database.run(query.insertInto('metric_chunks').values({ run_id: runId, ...chunk }));
    });
  }

  private chunks(runId: RunId, key: SeriesKey) {
    return this.database.query
      .selectFrom('metric_chunks')
      .where('run_id', '=', runId)
      .where('split', '=', key.split)
      .where('name', '=', key.name);
  }

  /** How many chunks hold so many values, of which the first may be asked for only in part. */
  private chunksFor(chunks: ReturnType<MetricStore['chunks']>, values: number): number {
    const counts = this.database.all(chunks.select('count'));
    let [taken, held] = [0, 0];
    for (const [place, { count }] of counts.entries()) {
      if (held >= values) break;
      taken++;
      if (place > 0) held += count;
    }
    return taken;
  }

  private appendSeries(runId: RunId, key: SeriesKey, batch: Series): void {
    const last = this.database.get(
      this.chunks(runId, key).select(storedChunk).orderBy('first_step', 'desc').limit(1),
    );
    const added = last === undefined ? batch : after(batch, last.last_step);
    if (added.steps.length === 0) return;
    if (last === undefined || last.count + added.values.length > fullChunk) {
      this.insert(runId, key, added);
      return;
    }
    const before = decodeWhole(last);
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

/** What a chunk is read with: its columns, and whether they are as they were written. */
const storedChunk = [
  'first_step',
  'last_step',
  'count',
  'steps',
  'bytes_per_value',
  'values',
  'times',
  wholeRow('metric_chunks').as('whole'),
] as const;

/** @throws AppError `workspaceDamaged` */
function decodeWhole({ whole, ...chunk }: StoredChunk & { readonly whole: number }) {
  if (whole !== 1) throw damagedChunk(chunk);
  return decodeChunk(chunk);
}

/** Where the first step after a given one stands. */
function indexAfter(steps: Series['steps'], step: number): number {
  const index = steps.findIndex((other) => other > step);
  return index < 0 ? steps.length : index;
}

function after<Part extends Series>(part: Part, step: number): Part {
  const { steps, values, times = null } = part;
  const from = indexAfter(steps, step);
  if (from === 0) return part;
  return {
    ...part,
    steps: steps.slice(from),
    values: values.slice(from),
    times: times && times.slice(from),
  };
}

/** Chunks of one series as one; its times where each chunk has them. */
function joined(chunks: readonly ReadSeries[]): ReadSeries {
  const count = chunks.reduce((sum, { steps }) => sum + steps.length, 0);
  const isNarrow = chunks.every(({ steps }) => steps instanceof Int32Array);
  const steps = isNarrow ? new Int32Array(count) : new Float64Array(count);
  const values = new Float64Array(count);
  const times = count > 0 && chunks.every((chunk) => chunk.times !== null) ? new Float64Array(count) : null;
  let filled = 0;
  for (const chunk of chunks) {
    steps.set(chunk.steps, filled);
    values.set(chunk.values, filled);
    if (chunk.times !== null) times?.set(chunk.times, filled);
    filled += chunk.steps.length;
  }
  return { steps, values, times };
}
