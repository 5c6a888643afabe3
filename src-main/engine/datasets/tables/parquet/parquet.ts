import { leftOut } from '@shared/data/tables/shape';
import { badDataset } from '../../readers/files';
import { NumberReader } from '../cells/numbers';
import type { SampleRecord } from '../guess/sample';
import { type OpenedTable, placesByRow, type TableBatch } from '../opened';
import { RecordBatch } from '../text/records';
import { ParquetProcess } from './parquetProcess';
import type { ParquetRows, TableDescription } from './protocol';

/** Rows as they come from the other process, as a batch of a table with so many columns. */
function batchOf({ bytes, ends, first }: ParquetRows, columns: number): RecordBatch {
  const batch = new RecordBatch(ends.length);
  batch.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  batch.ends.set(ends);
  batch.starts.set(ends.subarray(0, -1), 1);
  batch.rows = ends.length / columns;
  for (let row = 0; row < batch.rows; row++) {
    batch.lines[row] = first + row;
    batch.rowFirst[row + 1] = (row + 1) * columns;
  }
  return batch;
}

/** A file whose description is not that of its opening was written meanwhile. */
function requireSame(path: string, before: TableDescription, after: TableDescription): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  throw badDataset('The file has changed while it was read', path, 'Try again when nothing writes to it.');
}

/** Reads a table's file from its beginning for each pass, in a process of its own. */
class ParquetTable {
  constructor(
    private readonly path: string,
    private readonly leftOut: readonly string[],
    private readonly description: TableDescription,
  ) {}

  /** @param limit rows after which it may end; null for all. */
  async *rows(limit: number | null, signal?: AbortSignal): AsyncGenerator<TableBatch> {
    const { path, leftOut, description } = this;
    await using reader = new ParquetProcess({ path, leftOut, limit }, signal);
    requireSame(path, description, await reader.description());
    for await (const rows of reader.rows()) {
      yield { batch: batchOf(rows, description.names.length), firstRow: 0 };
    }
  }

  async first(limit: number): Promise<SampleRecord[]> {
    const found: SampleRecord[] = [];
    for await (const { batch } of this.rows(limit)) {
      for (let row = 0; row < batch.rows && found.length < limit; row++) {
        found.push({ line: batch.lines[row] ?? 0, cells: batch.record(row) });
      }
      if (found.length === limit) break;
    }
    return found;
  }
}

/**
 * A table in a Parquet file: its columns have types, and what is missing is null or not a number. No word means missing
 * unless that is said.
 * @throws AppError `badDataset` where it is no Parquet file, a damaged one, or one with columns of which nothing can be learned.
 */
export async function openParquet(path: string, spec: Parameters<typeof leftOut>[0]): Promise<OpenedTable> {
  const without = leftOut(spec);
  await using reader = new ParquetProcess({ path, leftOut: without, limit: 0 }, undefined);
  const description = await reader.description();
  const table = new ParquetTable(path, without, description);
  return {
    ...placesByRow(path, 'row'),
    names: description.names,
    // A file in which two columns have one name is refused.
    renamed: new Map(),
    numbers: new NumberReader({ decimal: '.', thousands: 'none' }),
    doubtfulNumber: null,
    format: {},
    known: new Map(description.known),
    guessesMissing: false,
    rows: (signal) => table.rows(null, signal),
    first: (limit) => table.first(limit),
  };
}
