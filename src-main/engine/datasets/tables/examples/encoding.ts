import { badDataset } from '../../readers/files';
import type { ExampleChunk } from '../../source';
import type { TablePlaces } from '../opened';
import type { RecordBatch } from '../text/records';
import type { TablePlan } from './plan';
import type { RepeatedRows } from './repeatedRows';

type ArrayOfNumbers = typeof Float64Array | typeof Uint32Array;

/** Numbers that come one by one. */
export class Numbers<Kind extends ArrayOfNumbers> {
  private values: Float64Array | Uint32Array;
  length = 0;

  constructor(private readonly kind: Kind) {
    this.values = new kind(1 << 12);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new this.kind(2 * this.length);
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  get all(): InstanceType<Kind> {
    return this.values.subarray(0, this.length) as InstanceType<Kind>;
  }
}

/** What is kept of the examples beside their values, while they come. */
export class Encoded {
  /** What decides the split of each example; none where shares do. */
  readonly keys = new Numbers(Float64Array);
  /** The line of each example in its file. */
  readonly lines = new Numbers(Uint32Array);
  /** Examples of each file, which stand behind one another. */
  readonly counts: number[];

  constructor(private readonly files: readonly TablePlaces[]) {
    this.counts = files.map(() => 0);
  }

  get examples(): number {
    return this.lines.length;
  }

  fileOf(example: number): TablePlaces {
    let end = 0;
    const file = this.files.find((_, place) => example < (end += this.counts[place] ?? 0));
    if (file === undefined) throw new Error('each example stands in a file');
    return file;
  }

  lineOf(example: number): number {
    return this.lines.all[example] ?? 0;
  }
}

/** The rows of a batch in which nothing is missing that takes the row out, and which are no repetition that is left out. */
function keptRows(
  batch: RecordBatch,
  firstRow: number,
  { dropping }: TablePlan,
  repeated: RepeatedRows | null,
  into: Int32Array,
): number {
  let count = 0;
  for (let row = firstRow; row < batch.rows; row++) {
    const first = batch.rowFirst[row] ?? 0;
    const isDropped = dropping.some(({ column, words }) => words.has(batch.key(first + column)));
    if (isDropped || repeated?.isRepeated(batch, row) === true) continue;
    into[count++] = row;
  }
  return count;
}

function changed(places: TablePlaces, line: number): Error {
  return badDataset(
    'The file has changed while it was read',
    places.at(line, null),
    'Try again when nothing writes to it.',
  );
}

/** The examples of all files, in their order. */
export async function* encodeTables(
  plan: TablePlan,
  encoded: Encoded,
  repeated: RepeatedRows | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  let rows = new Int32Array(0);
  for (const [file, table] of plan.tables.entries()) {
    for await (const { batch, firstRow } of table.rows(signal)) {
      if (rows.length < batch.rows) rows = new Int32Array(batch.rows);
      const count = keptRows(batch, firstRow, plan, repeated, rows);
      if (count === 0) continue;
      encoded.counts[file] = (encoded.counts[file] ?? 0) + count;
      yield encodeBatch(plan, table, batch, rows, count);
      const { splitKeys } = plan;
      for (let index = 0; index < count; index++) {
        const row = rows[index] ?? 0;
        encoded.lines.push(batch.lines[row] ?? 0);
        if (splitKeys === null) continue;
        encoded.keys.push(splitKeys.value(batch, (batch.rowFirst[row] ?? 0) + splitKeys.column));
      }
    }
  }
}

function encodeBatch(
  { features, width, target }: TablePlan,
  places: TablePlaces,
  batch: RecordBatch,
  rows: Int32Array,
  count: number,
): ExampleChunk {
  const inputs = new Float32Array(count * width);
  const into = { batch, rows, count, inputs, stride: width };
  for (const { column, offset, encoder } of features) encoder.encode(into, column, offset);
  const targets = new Float64Array(count);
  for (let index = 0; index < count; index++) {
    const row = rows[index] ?? 0;
    const value = target.encoder.value(batch, (batch.rowFirst[row] ?? 0) + target.column);
    if (Number.isNaN(value)) throw changed(places, batch.lines[row] ?? 0);
    targets[index] = value;
  }
  return { inputs, targets };
}
