import { RecordBatch } from './text/records';

const firstBytes = 1 << 16;
/** From here on a batch takes no more rows: a dictionary's long texts may come again in each of them. */
const mostBytes = 1 << 25;

/** Fills batches with rows that come as values, not as text: what reads rows need not know where they are from. */
export class BatchWriter {
  private readonly batch: RecordBatch;
  private bytes = Buffer.allocUnsafe(firstBytes);
  private end = 0;
  private cells = 0;

  /** @param columns of every row. */
  constructor(
    private readonly columns: number,
    private readonly capacity: number,
  ) {
    this.batch = new RecordBatch(columns * capacity);
  }

  get isFull(): boolean {
    return this.batch.rows === this.capacity || this.end >= mostBytes;
  }

  /** The next cell of the row that was begun last. Short texts of the Latin alphabet cost least. */
  text(value: string): void {
    this.need(3 * value.length);
    this.close(this.bytes.write(value, this.end));
  }

  utf8(value: Uint8Array): void {
    this.need(value.length);
    this.bytes.set(value, this.end);
    this.close(value.length);
  }

  missing(): void {
    this.close(0);
  }

  /** @param line the number of the row whose cells come next. */
  begin(line: number): void {
    this.batch.lines[this.batch.rows] = line;
  }

  endRow(): void {
    const { batch } = this;
    if (this.cells !== this.columns * (batch.rows + 1)) throw new Error('a row has one cell for each column');
    batch.rows++;
    batch.rowFirst[batch.rows] = this.cells;
  }

  /** What has come since the last call; valid until more is written. */
  take(): RecordBatch {
    const { batch } = this;
    batch.bytes = this.bytes;
    return batch;
  }

  clear(): void {
    this.batch.rows = this.cells = this.end = 0;
  }

  private need(bytes: number): void {
    if (this.end + bytes <= this.bytes.length) return;
    const wider = Buffer.allocUnsafe(Math.max(2 * this.bytes.length, this.end + bytes));
    this.bytes.copy(wider, 0, 0, this.end);
    this.bytes = wider;
  }

  private close(length: number): void {
    const { batch, cells } = this;
    batch.starts[cells] = this.end;
    this.end += length;
    batch.ends[cells] = this.end;
    this.cells++;
  }
}
