import type { RunId } from '@shared/ids';
import { outline } from '@shared/runs/curves/outline';
import type { Database } from '../database/database';
import { prepared, query } from '../database/query';
import type { MetricChunksTable } from '../database/schema';
import { wholeRow } from '../database/wholeRow';
import {
  damagedChunk,
  decodeChunk,
  encodeChunk,
  type EncodedChunk,
  type ReadSeries,
  type Series,
  type StoredChunk,
} from './metricChunk';
import { after, beforeAll, everything, joined, upTo, within, type SeriesKey, type Window } from './series';

/**
 * Chunks shorter than this are filled up by the next batch, so that a slow run does not leave a row for each step;
 * a chunk costs at most its own size twice over to rewrite.
 */
const fullChunk = 1024;

/**
 * The rows of one series of a run at one level. Level 0 has its points; each level above has the outlines of the chunks of
 * the level below, all but its last chunk, which may still grow. So a level is about a thirtieth of the one below, and a
 * curve of any length is read from the level that is fine enough.
 */
export class SeriesRows {
  constructor(
    private readonly database: Database,
    private readonly runId: RunId,
    private readonly key: SeriesKey,
    readonly level = 0,
  ) {}

  above(): SeriesRows {
    return new SeriesRows(this.database, this.runId, this.key, this.level + 1);
  }

  below(): SeriesRows {
    return new SeriesRows(this.database, this.runId, this.key, this.level - 1);
  }

  /** All points, or those after a step, oldest first; at least the first `atMost` of them. */
  read(afterStep = beforeAll, atMost = Infinity): ReadSeries {
    const chunksAfter = this.rows().where('last_step', '>', afterStep).orderBy('first_step');
    const rows = this.database.all(
      chunksAfter
        .select(storedChunk)
        .limit(Number.isFinite(atMost) ? this.chunksFor(chunksAfter, atMost) : -1),
    );
    return joined(rows.map((row) => after(decodeWhole(row), afterStep)));
  }

  /** The points in a window, oldest first. */
  readWithin(window: Window): ReadSeries {
    const rows = this.database.all(this.touching(window).select(storedChunk).orderBy('first_step'));
    return joined(rows.map((row) => within(decodeWhole(row), window)));
  }

  /** From where to where in a window the level above has the outlines of whole chunks of this one; null where it has none. */
  outlinedWithin({ from, to }: Window): Window | null {
    const last = this.rows().select(({ fn }) => fn.max('first_step').as('step'));
    const told = this.database.get(
      this.rows()
        .where('first_step', '>=', from)
        .where('last_step', '<=', to)
        .where('first_step', '<', last)
        .select(({ fn }) => [
          fn.min<number | null>('first_step').as('from'),
          fn.max<number | null>('last_step').as('to'),
        ]),
    );
    const { from: first = null, to: end = null } = told ?? {};
    return first === null || end === null ? null : { from: first, to: end };
  }

  /** Adds points after those that are there; a step that has its value already keeps it. */
  append(series: Series): void {
    const last = this.last();
    const added = last === undefined ? series : after(series, last.last_step);
    if (added.steps.length === 0) return;
    if (last === undefined) this.insert(added);
    else if (last.count + added.values.length <= fullChunk) this.fillUp(decodeWhole(last), added);
    else {
      this.above().append(outline(decodeWhole(last)));
      this.insert(added);
    }
  }

  /** A whole series where there is nothing yet, in chunks of the usual size. */
  addWhole({ steps, values, times }: Series): void {
    for (let from = 0; from < steps.length; from += fullChunk) {
      const to = from + fullChunk;
      this.insert({
        steps: steps.slice(from, to),
        values: values.slice(from, to),
        times: times && times.slice(from, to),
      });
    }
    this.outlineAnew();
  }

  /** Takes away everything after a step, and the outlines of what may grow from there. */
  removeAfter(step: number): void {
    const cut = this.database.get(
      this.rows().where('first_step', '<=', step).where('last_step', '>', step).select(storedChunk),
    );
    const removed = this.database.run(this.deletion().where('last_step', '>', step));
    if (removed === 0) return;
    if (cut !== undefined) this.insert(upTo(decodeWhole(cut), step));
    this.above().removeAfter((this.last()?.first_step ?? beforeAll) - 1);
  }

  /** Makes the levels above from this one. */
  outlineAnew(): void {
    this.database.run(this.deletionFrom(this.level + 1));
    const chunks = this.database.all(this.rows().select(storedChunk).orderBy('first_step'));
    const outlines = chunks.slice(0, -1).map((chunk) => outline(decodeWhole(chunk)));
    if (outlines.length > 0) this.above().addWhole(joined(outlines));
  }

  /** How many chunks have points in a window. */
  chunkCount(window: Window = everything): number {
    const counted = this.touching(window).select(({ fn }) => fn.countAll<number>().as('chunks'));
    return this.database.get(counted)?.chunks ?? 0;
  }

  /** How many points the chunks have that lie in a window as a whole. */
  pointCount({ from, to }: Window): number {
    const inside = this.rows().where('first_step', '>=', from).where('last_step', '<=', to);
    const counted = inside.select(({ fn }) => fn.sum<number | null>('count').as('points'));
    return this.database.get(counted)?.points ?? 0;
  }

  firstStep(): number | undefined {
    return this.database.get(this.rows().select('first_step').orderBy('first_step').limit(1))?.first_step;
  }

  private get place(): ChunkPlace {
    return { run_id: this.runId, split: this.key.split, name: this.key.name, level: this.level };
  }

  private rows() {
    return this.database.query
      .selectFrom('metric_chunks')
      .where('run_id', '=', this.runId)
      .where('split', '=', this.key.split)
      .where('name', '=', this.key.name)
      .where('level', '=', this.level);
  }

  private touching({ from, to }: Window) {
    return this.rows().where('first_step', '<=', to).where('last_step', '>=', from);
  }

  private last() {
    return this.database.get(lastChunk(this.place));
  }

  private fillUp(before: ReadSeries, added: Series): void {
    this.database.run(chunkUpdate({ ...this.place, ...encodeChunk(joined([before, added])) }));
  }

  private insert(series: Series): void {
    this.database.run(chunkInsertion({ ...this.place, ...encodeChunk(series) }));
  }

  private deletion() {
    return this.deletionFrom(this.level).where('level', '=', this.level);
  }

  private deletionFrom(level: number) {
    return this.database.query
      .deleteFrom('metric_chunks')
      .where('run_id', '=', this.runId)
      .where('split', '=', this.key.split)
      .where('name', '=', this.key.name)
      .where('level', '>=', level);
  }

  /** How many chunks hold so many values, of which the first may be asked for only in part. */
  private chunksFor(chunks: ReturnType<SeriesRows['rows']>, values: number): number {
    const counts = this.database.all(chunks.select('count'));
    let [taken, held] = [0, 0];
    for (const [place, { count }] of counts.entries()) {
      if (held >= values) break;
      taken++;
      if (place > 0) held += count;
    }
    return taken;
  }
}

/** What a chunk is read with: its columns, and whether they are as they were written. */
export const storedChunk = [
  'first_step',
  'last_step',
  'count',
  'steps',
  'bytes_per_value',
  'values',
  'times',
  wholeRow('metric_chunks').as('whole'),
] as const;

type ChunkPlace = Pick<MetricChunksTable, 'run_id' | 'split' | 'name' | 'level'>;

const lastChunk = prepared((of: ChunkPlace) =>
  query
    .selectFrom('metric_chunks')
    .where('run_id', '=', of.run_id)
    .where('split', '=', of.split)
    .where('name', '=', of.name)
    .where('level', '=', of.level)
    .select(storedChunk)
    .orderBy('first_step', 'desc')
    .limit(1),
);

const chunkUpdate = prepared((chunk: ChunkPlace & EncodedChunk) =>
  query
    .updateTable('metric_chunks')
    .set({
      last_step: chunk.last_step,
      count: chunk.count,
      steps: chunk.steps,
      bytes_per_value: chunk.bytes_per_value,
      values: chunk.values,
      times: chunk.times,
    })
    .where('run_id', '=', chunk.run_id)
    .where('split', '=', chunk.split)
    .where('name', '=', chunk.name)
    .where('level', '=', chunk.level)
    .where('first_step', '=', chunk.first_step),
);

const chunkInsertion = prepared((chunk: ChunkPlace & EncodedChunk) =>
  query.insertInto('metric_chunks').values({
    run_id: chunk.run_id,
    split: chunk.split,
    name: chunk.name,
    level: chunk.level,
    first_step: chunk.first_step,
    last_step: chunk.last_step,
    count: chunk.count,
    steps: chunk.steps,
    bytes_per_value: chunk.bytes_per_value,
    values: chunk.values,
    times: chunk.times,
  }),
);

/** @throws AppError `workspaceDamaged` */
function decodeWhole({ whole, ...chunk }: StoredChunk & { readonly whole: number }): ReadSeries {
  if (whole !== 1) throw damagedChunk(chunk);
  return decodeChunk(chunk);
}
