import { open } from 'node:fs/promises';
import { type AsyncBuffer, type FileMetaData, parquetScan, parquetSchema, type RowGroup } from 'hyparquet';
import { leftOut } from '@shared/data/tables/shape';
import { isJsonObject } from '@shared/json';
import { badDataset } from '../../readers/files';
import { BatchWriter } from '../batchWriter';
import { distinctNames } from '../guess/header';
import type { SampleRecord } from '../guess/sample';
import { NumberReader } from '../cells/numbers';
import { type KnownColumn, type OpenedTable, placesByRow, type TableBatch } from '../opened';
import { asStored, asStoredOptions, type ColumnForm, formOf } from './columns';
import { requirePages } from './pages';
import { bufferOf, readMetadata, unreadable } from './parquetFile';

/** Which columns are not read. */
type LeftOut = Parameters<typeof leftOut>[0];

/** Values that are in memory at a time, decoded. */
const valuesAtOnce = 1 << 21;
/** A column's pages are gone through again for each part of a row group, so that parts are not too small. */
const fewestRowsAtOnce = 1 << 12;
const cellsInBatch = 1 << 16;

/** A column, as it stands in the file. */
interface StoredColumn {
  /** In the file; in the table it may have another, so that no two are alike. */
  readonly storedName: string;
  readonly name: string;
  /** Null of one that is left out and not read. */
  readonly form: ColumnForm | null;
}

/** Columns that pandas keeps beside the table: its index, where that is more than row numbers. */
function indexColumns({ key_value_metadata: more = [] }: FileMetaData): ReadonlySet<string> {
  try {
    const said: unknown = JSON.parse(more.find(({ key }) => key === 'pandas')?.value ?? 'null');
    const names: unknown = isJsonObject(said) ? said['index_columns'] : [];
    return new Set(Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []);
  } catch {
    return new Set();
  }
}

/** @throws AppError `badDataset` that names a column of which nothing can be learned, unless it is left out. */
function columnsOf(metadata: FileMetaData, path: string, spec: LeftOut): StoredColumn[] {
  const trees = parquetSchema(metadata).children;
  const stored = trees.map(({ element }) => element.name);
  const twice = stored.find((name, index) => stored.indexOf(name) < index);
  if (twice !== undefined) {
    throw badDataset(
      `Two columns are called “${twice}”`,
      `${path}, column “${twice}”`,
      'Give one of them another name.',
    );
  }
  const { names } = distinctNames(stored);
  const ignored = new Set(leftOut(spec));
  return trees.map((tree, index) => {
    const [storedName, name] = [tree.element.name, names[index] ?? ''];
    const form = formOf(tree);
    if (!('holds' in form)) return { storedName, name, form };
    if (ignored.has(name)) {
      return { storedName, name, form: null };
    }
    throw badDataset(
      `Column “${name}” holds ${form.holds}, of which nothing can be learned`,
      `${path}, column “${name}”`,
      `Leave it out ("ignore": [${JSON.stringify(name)}]), or write its parts as columns of numbers or words.`,
    );
  });
}

/** Reads the rows of a file, some columns at a time. */
class ParquetRows {
  private readonly writer: BatchWriter;
  private readonly rowsAtOnce: number;

  constructor(
    private readonly path: string,
    private readonly columns: readonly StoredColumn[],
    private readonly metadata: FileMetaData,
  ) {
    const width = columns.length;
    this.writer = new BatchWriter(width, Math.max(1, Math.floor(cellsInBatch / width)));
    this.rowsAtOnce = Math.max(fewestRowsAtOnce, Math.floor(valuesAtOnce / width));
  }

  /** @param limit rows after which it may end. */
  async *read(limit: number, signal?: AbortSignal): AsyncGenerator<TableBatch> {
    await using file = await open(this.path, 'r');
    const { size } = await file.stat();
    const buffer = bufferOf(file, this.path, size);
    let [first, read] = [0, 0];
    for (const group of this.metadata.row_groups) {
      const end = first + Number(group.num_rows);
      await this.requirePages(buffer, group);
      // One for each row group: it keeps what it has read last.
      const scan = await parquetScan({ file: buffer, metadata: this.metadata, ...asStoredOptions });
      for (; first < end && read < limit; read = first) {
        const next = Math.min(end, first + Math.min(this.rowsAtOnce, limit));
        const values: ArrayLike<unknown>[] = [];
        for (const column of this.columns) {
          signal?.throwIfAborted();
          values.push(await this.readColumn(scan, column, first, next));
        }
        yield* this.batches(values, first, next);
        first = next;
      }
    }
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

  private *batches(values: readonly ArrayLike<unknown>[], first: number, end: number): Generator<TableBatch> {
    const { writer } = this;
    for (let row = first; row < end; row++) {
      writer.begin(row + 1);
      for (const [index, column] of this.columns.entries()) {
        this.write(column, values[index]?.[row - first], row);
      }
      writer.endRow();
      if (writer.isFull || row === end - 1) {
        yield { batch: writer.take(), firstRow: 0 };
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
      throw unreadable(this.path, `row ${row + 1}, column “${name}”`, error);
    }
  }
}

async function firstRows(rows: ParquetRows, limit: number): Promise<SampleRecord[]> {
  const found: SampleRecord[] = [];
  for await (const { batch } of rows.read(limit)) {
    for (let row = 0; row < batch.rows && found.length < limit; row++) {
      found.push({ line: batch.lines[row] ?? 0, cells: batch.record(row) });
    }
    if (found.length === limit) break;
  }
  return found;
}

const ofIndex = (name: string): string =>
  `Column “${name}” is the index of pandas and is left out; give it a role to use it.`;

/**
 * A table in a Parquet file: its columns have types, and what is missing is null or not a number. No word means missing
 * unless that is said.
 * @throws AppError `badDataset` where it is no Parquet file, a damaged one, or one with columns of which nothing can be learned.
 */
export async function openParquet(path: string, spec: LeftOut): Promise<OpenedTable> {
  await using file = await open(path, 'r');
  const metadata = await readMetadata(file, path);
  const columns = columnsOf(metadata, path, spec);
  if (columns.length === 0) {
    throw badDataset('The Parquet file has no columns', path, 'Choose another file.');
  }
  const index = indexColumns(metadata);
  const known = new Map<string, KnownColumn>(
    columns.map(({ name, storedName, form }) => [
      name,
      {
        ...form?.known,
        ...(index.has(storedName) ? { leftOutBecause: ofIndex(name) } : {}),
      },
    ]),
  );
  const stored = { ...metadata, schema: asStored(metadata.schema) };
  const rowsOf = () => new ParquetRows(path, columns, stored);
  return {
    ...placesByRow(path, 'row'),
    names: columns.map(({ name }) => name),
    // A file in which two columns have one name is refused.
    renamed: new Map(),
    numbers: new NumberReader({ decimal: '.', thousands: 'none' }),
    doubtfulNumber: null,
    format: {},
    known,
    guessesMissing: false,
    rows: (signal) => rowsOf().read(Infinity, signal),
    first: (limit) => firstRows(rowsOf(), limit),
  };
}
