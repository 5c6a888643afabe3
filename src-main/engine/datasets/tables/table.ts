import { open } from 'node:fs/promises';
import type { ColumnType, TableColumns } from '@shared/data/tables/columns';
import type { TableEncoding, TableReading } from '@shared/data/tables/reading';
import { badDataset, plural, requireFile } from '../readers/files';
import { NotUtf8Error, openText } from './bytes';
import { ColumnScan } from './columnScan';
import { byteOrderMark, guessEncoding, guessSingleByteEncoding, readBytes } from './encodings';
import { otherKindOfFile } from './fileKinds';
import { guessFormat, type GuessedFormat, syntaxOf } from './guess';
import { type SampleRecord, sampleRecords } from './guess/sample';
import { NumberReader } from './numbers';
import { keyOfText, type RecordBatch } from './records';
import { readBatches, requireEqualLength } from './rows';

/** The beginning of a file from which its format is guessed. */
const sampleBytes = 1 << 18;
/** Before the first bytes that are no UTF-8, for the words that they stand in. */
const contextBytes = 1 << 12;

/** A table whose format is settled. */
export interface OpenedTable extends GuessedFormat {
  readonly path: string;
  /** Of its columns, where it has a header; each record of it. */
  readonly numbers: NumberReader;
}

async function headOf(path: string, length: number, offset = 0): Promise<Buffer> {
  await using file = await open(path, 'r');
  return await readBytes(file, offset, length);
}

/** @throws AppError `badDataset` for a file that is no table. */
async function encodingOf(path: string, asked: TableReading['encoding']): Promise<TableEncoding> {
  const head = await headOf(path, sampleBytes);
  const other = otherKindOfFile(head);
  if (other !== null) throw badDataset(`The file is ${other.what}`, path, other.remedy);
  if (asked !== 'auto') return asked;
  return byteOrderMark(head)?.encoding ?? guessEncoding(head);
}

/** The beginning of the text, up to the last line that is whole. */
async function sampleOf(path: string, encoding: TableEncoding) {
  await using source = await openText(path, encoding);
  const buffer = Buffer.allocUnsafe(sampleBytes);
  let filled = 0;
  let isWhole = false;
  while (filled < sampleBytes && !isWhole) {
    const added = await source.read(buffer, filled);
    isWhole = added === 0;
    filled += added;
  }
  const end = isWhole
    ? filled
    : Math.max(buffer.lastIndexOf('\n', filled - 1), buffer.lastIndexOf('\r', filled - 2)) + 1;
  return { bytes: buffer.subarray(0, end > 0 ? end : filled), isWhole };
}

async function openAs(path: string, reading: TableReading, encoding: TableEncoding): Promise<OpenedTable> {
  const sample = await sampleOf(path, encoding);
  if (sample.bytes.includes(0)) {
    throw badDataset(
      'The file is no text: there are zero bytes in it',
      path,
      'Choose a text file with one example a line.',
    );
  }
  const guessed = guessFormat(reading, encoding, sample);
  if (guessed === null) {
    throw badDataset('The CSV file holds no rows', path, 'Choose a text file with one example a line.');
  }
  return { ...guessed, path, numbers: new NumberReader(guessed.format) };
}

/**
 * Settles how a table is written. What is `auto` is guessed from the file's beginning; only the encoding may turn out to
 * be another later on, see {@link reopened}.
 * @throws AppError `badDataset` where there is nothing to read.
 */
export async function openTable(path: string, reading: TableReading): Promise<OpenedTable> {
  await requireFile(path, 'CSV file');
  const encoding = await encodingOf(path, reading.encoding);
  try {
    return await openAs(path, reading, encoding);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    return reopened(error, reading);
  }
}

/**
 * The table again, after bytes were met that are no UTF-8.
 * @throws AppError `badDataset` where the person has said that it is UTF-8.
 */
export async function reopened(error: NotUtf8Error, reading: TableReading): Promise<OpenedTable> {
  const start = Math.max(0, error.offset - contextBytes);
  const around = await headOf(error.path, sampleBytes + contextBytes, start);
  if (reading.encoding === 'auto') return openAs(error.path, reading, guessSingleByteEncoding(around));
  throw badDataset(
    'The file is not UTF-8 throughout',
    `${error.path}, after byte ${error.offset.toLocaleString('en')}`,
    `Its encoding looks like ${guessSingleByteEncoding(around)}: choose that, or save the table as UTF-8.`,
    error,
  );
}

/** The first records behind the header as they stand there, whatever their length. */
export async function firstRecords({ path, format }: OpenedTable, limit: number): Promise<SampleRecord[]> {
  const sample = await sampleOf(path, format.encoding);
  return sampleRecords(sample, syntaxOf(format), format.header + limit).slice(format.header);
}

/** Rows of a table, from `firstRow` on within the batch: those before are the header's. */
export interface TableBatch {
  readonly batch: RecordBatch;
  readonly firstRow: number;
}

/**
 * The rows after the header, every one of the header's length. A batch is valid until the next one.
 * @throws AppError `badDataset` with the line where a row is ragged or a quote is wrong.
 */
export async function* tableRows(table: OpenedTable, signal?: AbortSignal): AsyncGenerator<TableBatch> {
  const { path, format, names } = table;
  await using source = await openText(path, format.encoding);
  let headerLeft = format.header;
  for await (const batch of readBatches(source, path, format, signal)) {
    const firstRow = Math.min(headerLeft, batch.rows);
    requireHeader(batch, firstRow, table);
    headerLeft -= firstRow;
    requireEqualLength(batch, firstRow, names.length, path);
    if (batch.rows > firstRow) yield { batch, firstRow };
  }
}

/** A header may lack the name of the row names, as R writes it, and nothing else. */
function requireHeader(batch: RecordBatch, rows: number, { path, names }: OpenedTable): void {
  for (let row = 0; row < rows; row++) {
    const length = (batch.rowFirst[row + 1] ?? 0) - (batch.rowFirst[row] ?? 0);
    if (length === names.length || (length === names.length - 1 && length > 1)) continue;
    throw badDataset(
      `The header has ${plural(length, 'name')} and the rows have ${plural(names.length, 'value')}`,
      `${path}, line ${batch.lines[row] ?? 0}`,
      'Correct the header, or choose another delimiter; a comma may be the decimal mark and the delimiter at once.',
    );
  }
}

/** What a look through all rows has shown. */
export interface ScannedTables {
  /** One for each file, alike but for the encoding. */
  readonly tables: readonly OpenedTable[];
  readonly columns: readonly ColumnScan[];
  readonly rows: number;
}

export function newScans(
  names: readonly string[],
  reading: TableReading,
  columns: TableColumns,
  types: ReadonlyMap<string, ColumnType>,
): ColumnScan[] {
  return names.map((name) => {
    const own = columns[name];
    const words = own?.missingWords ?? (reading.missing === 'auto' ? null : reading.missing);
    const missing = words === null ? null : new Set(['', ...words].map(keyOfText));
    return new ColumnScan(name, missing, types.get(name) ?? own?.type);
  });
}

/** Opens the tables; those after the first are written as it is, but for the encoding. */
async function openTables(
  paths: readonly string[],
  reading: TableReading,
  encodings: ReadonlyMap<string, OpenedTable>,
): Promise<OpenedTable[]> {
  const tables: OpenedTable[] = [];
  for (const path of paths) {
    const [first] = tables;
    const asFirst =
      first === undefined ? reading : { ...reading, ...first.format, encoding: reading.encoding };
    const table = encodings.get(path) ?? (await openTable(path, asFirst));
    if (first !== undefined) requireSameColumns(first, table);
    tables.push(table);
  }
  return tables;
}

function requireSameColumns(first: OpenedTable, other: OpenedTable): void {
  const differs = first.names.findIndex((name, index) => other.names[index] !== name);
  if (differs < 0 && first.names.length === other.names.length) return;
  const place = differs < 0 ? first.names.length : differs;
  throw badDataset(
    `Column ${place + 1} is “${other.names[place] ?? ''}” here and “${first.names[place] ?? ''}” in ${first.path}`,
    other.path,
    'The files for training, validation and test need the same columns in the same order.',
  );
}

/**
 * Looks through tables of the same columns once, as if they were one.
 * @throws AppError `badDataset` where a row is ragged, a quote is wrong, or a file has other columns.
 */
export async function scanTables(
  paths: readonly string[],
  reading: TableReading,
  columns: TableColumns,
  signal?: AbortSignal,
): Promise<ScannedTables> {
  const types = new Map<string, ColumnType>();
  const otherwise = new Map<string, OpenedTable>();
  for (;;) {
    try {
      const tables = await openTables(paths, reading, otherwise);
      const scans = newScans(tables[0]?.names ?? [], reading, columns, types);
      let rows = 0;
      for (const table of tables) rows += await scanRows(table, scans, signal);
      const again = scans.filter((scan) => scan.needsWords);
      if (again.length === 0) return { tables, columns: scans, rows };
      for (const { name } of again) types.set(name, 'category');
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) throw error;
      otherwise.set(error.path, await reopened(error, reading));
    }
  }
}

/** Shows all rows of a table to what scans its columns. @returns how many rows there are. */
async function scanRows(
  table: OpenedTable,
  scans: readonly ColumnScan[],
  signal?: AbortSignal,
): Promise<number> {
  let rows = 0;
  for await (const { batch, firstRow } of tableRows(table, signal)) {
    scans.forEach((scan, column) => {
      scan.add(batch, column, table.numbers, firstRow);
    });
    rows += batch.rows - firstRow;
  }
  return rows;
}
