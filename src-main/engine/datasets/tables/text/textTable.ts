import { open } from 'node:fs/promises';
import type { TableEncoding, TableReading } from '@shared/data/tables/reading';
import { badDataset, plural } from '../../readers/files';
import { NotUtf8Error, openText } from './bytes';
import {
  byteOrderMark,
  guessEncoding,
  guessSingleByteEncoding,
  encodingBesideUtf8,
  readBytes,
  utf8Length,
} from './encodings';
import { otherKindOfFile } from '../fileKinds';
import { guessFormat, type GuessedFormat, syntaxOf } from '../guess';
import { RepeatedHeader } from '../repeatedHeader';
import { tellTypes } from '../guess/annotations';
import { type SampleRecord, sampleRecords } from '../guess/sample';
import { NumberReader } from '../cells/numbers';
import { type OpenedTable, placesByRow, type TableBatch } from '../opened';
import type { RecordBatch } from './records';
import { readBatches, requireEqualLength } from './rows';

/** The beginning of a file from which its format is guessed. */
const sampleBytes = 1 << 18;
/** Before the first bytes that are no UTF-8, for the words that they stand in. */
const contextBytes = 1 << 12;

/** The first bytes of a file, or those from `offset` on. */
export async function headOf(path: string, length: number, offset = 0): Promise<Buffer> {
  await using file = await open(path, 'r');
  return await readBytes(file, offset, length);
}

/** @throws AppError `badDataset` for a file that is no table. */
async function encodingOf(path: string, asked: TableReading['encoding']): Promise<TableEncoding> {
  const head = await headOf(path, sampleBytes);
  const other = otherKindOfFile(head);
  if (other !== null) throw badDataset(`The file is ${other.what}`, path, other.remedy);
  const marked = byteOrderMark(head)?.encoding;
  if (asked === 'auto') {
    const guessed = marked ?? guessEncoding(head);
    if (!guessed.startsWith('utf-')) requireOneEncoding(head, path, utf8Length(head));
    return guessed;
  }
  if (marked === undefined || marked === asked) return asked;
  throw badDataset(
    `The file says by its byte-order mark that it is ${marked}, and ${asked} is chosen for it`,
    'dataset.encoding',
    `Choose ${marked} or auto.`,
  );
}

/** @param offset of the first byte in the file that is no UTF-8 */
function requireOneEncoding(bytes: Buffer, path: string, offset: number): void {
  const other = encodingBesideUtf8(bytes);
  if (other === null) return;
  throw badDataset(
    `Some of its letters are in UTF-8 and others are not: they look like ${other}, as where files were put one behind the other`,
    `${path}, after byte ${offset.toLocaleString('en')}`,
    `Save all parts as UTF-8 before they are put together; "encoding": "${other}" reads the file as it is, with what was UTF-8 garbled.`,
  );
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

const lineOf = (bytes: Buffer, offset: number): number =>
  bytes.toString('latin1', 0, offset).split(/\r\n?|\n/).length;

async function openAs(path: string, reading: TableReading, encoding: TableEncoding): Promise<OpenedTable> {
  const sample = await sampleOf(path, encoding);
  if (sample.bytes.includes(0)) {
    throw badDataset(
      'The file is no text: there are zero bytes in it',
      `${path}, line ${lineOf(sample.bytes, sample.bytes.indexOf(0))}`,
      'Choose a text file with one example a line.',
    );
  }
  requireNoHint(sample.bytes, path);
  const guessed = guessFormat(reading, encoding, sample);
  if (guessed === null) {
    throw badDataset('The CSV file holds no rows', path, 'Choose a text file with one example a line.');
  }
  const { format } = guessed;
  if (reading.header === 'auto' || reading.header < 3) {
    requireNoAnnotations(sampleRecords(sample, syntaxOf(format), 3), path);
  }
  const repeatedHeader = new RepeatedHeader(guessed.header, guessed.names.length, reading.repeatedHeader);
  return {
    ...guessed,
    repeatedHeader,
    ...placesByRow(path, 'line'),
    numbers: new NumberReader(format),
    known: new Map(),
    guessesMissing: true,
    rows: (signal) => textRows(path, guessed, repeatedHeader, signal),
    async first(limit) {
      const start = await sampleOf(path, encoding);
      return sampleRecords(start, syntaxOf(format), format.header + limit).slice(format.header);
    },
  };
}

/** Types and roles that stand below the names would be read as values, or as parts of the names. */
function requireNoAnnotations(records: readonly SampleRecord[], path: string): void {
  if (!tellTypes(records.map(({ cells }) => cells))) return;
  throw badDataset(
    'The second and the third line tell types and roles of the columns, as Orange writes them',
    `${path}, line ${records[1]?.line ?? 2}`,
    'Take both lines out, or save the table from Orange without type annotations.',
  );
}

/** Excel's hint to itself, which it does not show. */
function requireNoHint(bytes: Buffer, path: string): void {
  const [hint] = /^"?sep=.?"?(?=[\r\n])/i.exec(bytes.toString('latin1', 0, 16)) ?? [];
  if (hint === undefined) return;
  throw badDataset(
    `The first line, “${hint}”, is a hint for Excel and no row of the table`,
    `${path}, line 1`,
    'Take the line out.',
  );
}

/**
 * Settles how a table is written. What is `auto` is guessed from the file's beginning; only the encoding may turn out to
 * be another later on, see {@link reopenedText}.
 * @throws AppError `badDataset` where there is nothing to read.
 */
export async function openTextTable(path: string, reading: TableReading): Promise<OpenedTable> {
  const encoding = await encodingOf(path, reading.encoding);
  try {
    return await openAs(path, reading, encoding);
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    return reopenedText(error, reading);
  }
}

/**
 * The table again, after bytes were met that are no UTF-8.
 * @throws AppError `badDataset` where the person has said that it is UTF-8.
 */
export async function reopenedText(error: NotUtf8Error, reading: TableReading): Promise<OpenedTable> {
  const start = Math.max(0, error.offset - contextBytes);
  const around = await headOf(error.path, sampleBytes + contextBytes, start);
  if (reading.encoding === 'auto') requireOneEncoding(around, error.path, error.offset);
  if (reading.encoding === 'auto') return openAs(error.path, reading, guessSingleByteEncoding(around));
  throw badDataset(
    'The file is not UTF-8 throughout',
    `${error.path}, after byte ${error.offset.toLocaleString('en')}`,
    `Its encoding looks like ${guessSingleByteEncoding(around)}: choose that, or save the table as UTF-8.`,
    error,
  );
}

/** @throws AppError `badDataset` with the line where a row is ragged or a quote is wrong. */
async function* textRows(
  path: string,
  { format, names, lacking }: GuessedFormat,
  repeatedHeader: RepeatedHeader,
  signal?: AbortSignal,
): AsyncGenerator<TableBatch> {
  await using source = await openText(path, format.encoding);
  let headerLeft = format.header;
  repeatedHeader.begin();
  for await (const batch of readBatches(source, path, format, signal)) {
    const firstRow = Math.min(headerLeft, batch.rows);
    requireHeader(batch, firstRow, names.length, lacking === null ? 0 : 1, path);
    headerLeft -= firstRow;
    requireEqualLength(batch, firstRow, names.length, path);
    repeatedHeader.take(batch, firstRow);
    if (batch.rows > firstRow) yield { batch, firstRow };
  }
}

/** @param lacking how many names may be lacking in a header of more than one */
function requireHeader(
  batch: RecordBatch,
  rows: number,
  columns: number,
  lacking: number,
  path: string,
): void {
  for (let row = 0; row < rows; row++) {
    const length = (batch.rowFirst[row + 1] ?? 0) - (batch.rowFirst[row] ?? 0);
    if (length === columns || (length === columns - lacking && length > 1)) continue;
    throw badDataset(
      `The header has ${plural(length, 'name')} and the rows have ${plural(columns, 'value')}`,
      `${path}, line ${batch.lines[row] ?? 0}`,
      'Correct the header, take out lines that stand above it, or choose another delimiter; a comma may be the decimal mark and the delimiter at once, and a backslash before a delimiter does not make it part of a value: put the value in quotes.',
    );
  }
}
