import { open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetScan, type RowGroup } from 'hyparquet';
import { BatchWriter } from '../../batchWriter';
import type { RecordBatch } from '../../text/records';
import { asStoredOptions, type ColumnForm, NoTextError } from './columns';
import { requirePages } from './pages';
import { bufferOf, nothingToLearn, unreadable } from './parquetFile';

/** Values that are in memory at a time, decoded, and the bytes of their pages. */
const valuesAtOnce = 1 << 21;
const bytesAtOnce = 1 << 27;
/** A column's pages are gone through again for each part of a row group, so that parts are not too small. */
const fewestRowsAtOnce = 1 << 12;
const cellsInBatch = 1 << 16;

/** A column, as it stands in the file. */
export interface StoredColumn {
  /** In the file; in the table it may have another, so that no two are alike. */
  readonly storedName: string;
  readonly name: string;
  /** Null of one that is left out and not read. */
  readonly form: ColumnForm | null;
}

/** Reads the rows of a file, some columns at a time. */
export class StoredRows {
  private readonly writer: BatchWriter;

  constructor(
    private readonly path: string,
    private readonly columns: readonly StoredColumn[],
    private readonly metadata: FileMetaData,
  ) {
    const width = columns.length;
    this.writer = new BatchWriter(width, Math.max(1, Math.floor(cellsInBatch / width)));
  }

  /**
   * Batches that are valid until the next one.
   * @param limit rows after which it may end.
   * @throws AppError `badDataset` with the place where the file is damaged.
   */
  async *read(limit: number): AsyncGenerator<RecordBatch> {
    await using file = await open(this.path, 'r');
    const { size } = await file.stat();
    const buffer = bufferOf(file, this.path, size);
    // Who looks at the first rows alone is not to wait for many.
    let [first, atOnce] = [0, Math.min(limit, fewestRowsAtOnce)];
    for (const group of this.metadata.row_groups) {
      if (first >= limit) return;
      const end = first + Number(group.num_rows);
      await this.requirePages(buffer, group);
      // One for each row group: it keeps what it has read last.
      const scan = await parquetScan({ file: buffer, metadata: this.metadata, ...asStoredOptions });
      const most = this.rowsAtOnce(group);
      while (first < end && first < limit) {
        const next = Math.min(end, first + Math.min(atOnce, most));
        const values: ArrayLike<unknown>[] = [];
        for (const column of this.columns) {
          values.push(await this.readColumn(scan, column, first, next));
        }
        yield* this.batches(values, first, next);
        first = next;
        atOnce *= 8;
      }
    }
  }

  private rowsAtOnce({ num_rows: rows, total_byte_size: bytes }: RowGroup): number {
    const byValues = Math.max(fewestRowsAtOnce, Math.floor(valuesAtOnce / this.columns.length));
    const byBytes = Math.floor((bytesAtOnce * Number(rows)) / Math.max(1, Number(bytes)));
    return Math.max(1, Math.min(byValues, byBytes));
  }

  private async requirePages(file: AsyncBuffer, group: RowGroup): Promise<void> {
    for (const { meta_data: stored } of group.columns) {
      const column = this.columns.find(({ storedName }) => storedName === stored?.path_in_schema[0]);
      if (stored === undefined || column === undefined || column.form === null) continue;
      await requirePages(file, stored).catch((error: unknown) => {
        throw unreadable(this.path, `column “${column.name}”`, error);
      });
    }
  }

  private async readColumn(
    scan: Awaited<ReturnType<typeof parquetScan>>,
    { storedName, name, form }: StoredColumn,
    rowStart: number,
    rowEnd: number,
  ): Promise<ArrayLike<unknown>> {
    if (form === null) return [];
    try {
      const values = await scan.readColumn({ column: storedName, rowStart, rowEnd });
      if (values.length === rowEnd - rowStart) return values;
      throw new Error(`it has ${values.length} values where ${rowEnd - rowStart} are announced`);
    } catch (error) {
      throw unreadable(this.path, `column “${name}”, rows ${rowStart + 1} to ${rowEnd}`, error);
    }
  }

  private *batches(
    values: readonly ArrayLike<unknown>[],
    first: number,
    end: number,
  ): Generator<RecordBatch> {
    const { writer } = this;
    for (let row = first; row < end; row++) {
      writer.begin(row + 1);
      for (const [index, column] of this.columns.entries()) {
        this.write(column, values[index]?.[row - first], row);
      }
      writer.endRow();
      if (writer.isFull || row === end - 1) {
        yield writer.take();
        writer.clear();
      }
    }
  }

  private write({ form, name }: StoredColumn, value: unknown, row: number): void {
    if (form === null || value === null) {
      this.writer.missing();
      return;
    }
    try {
      // A missing value is null: an undefined one has been looked for where there is none.
      if (value === undefined) throw new Error('a value lies outside of its dictionary');
      const text = form.write(value);
      if (text === null) this.writer.missing();
      else if (typeof text === 'string') this.writer.text(text);
      else this.writer.utf8(text);
    } catch (error) {
      if (error instanceof NoTextError) {
        throw nothingToLearn(
          name,
          'bytes that are no text',
          `${this.path}, row ${row + 1}, column “${name}”`,
        );
      }
      throw unreadable(this.path, `row ${row + 1}, column “${name}”`, error);
    }
  }
}
