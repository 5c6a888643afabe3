import { indexOfLargest } from '@shared/ops/largest';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { type CsvError, parse, type Info } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { badDataset, plural, requireFile } from './files';

const delimiters = [',', ';', '\t', '|'];
const sampleBytes = 1 << 16;
const numberPattern = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const missingMarks = new Set(['', '?', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL']);

/** A decimal number that a 32-bit float can hold. */
export const isNumber = (cell: string): boolean =>
  numberPattern.test(cell) && Number.isFinite(Math.fround(Number(cell)));
export const isMissing = (cell: string): boolean => missingMarks.has(cell);

/** How a file of separated values is written. */
export interface CsvFormat {
  readonly delimiter: string;
  readonly hasHeader: boolean;
  /** The header's names, or `column 1`, `column 2`, … */
  readonly names: readonly string[];
}

export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Told by its code, of which `INVALID_OPENING_QUOTE` alone does not begin alike: `csv-parse` and `csv-parse/sync` have
 * each a class of their own once they are bundled.
 */
function isCsvError(error: unknown): error is CsvError {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'INVALID_OPENING_QUOTE' || String(error.code).startsWith('CSV_');
}

const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true } as const;

async function readSample(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(new Uint8Array(sampleBytes), 0, sampleBytes, 0);
  const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
  // The last line of a longer file is cut somewhere.
  return bytesRead < sampleBytes ? text : text.slice(0, text.lastIndexOf('\n') + 1);
}

/** The rows up to where the sample cannot be read, which may be only because it ends there. */
function parseSample(sample: string, delimiter: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  const keep = (row: readonly string[]): null => {
    rows.push(row);
    return null;
  };
  try {
    parseSync(sample, { ...options, delimiter, to: 50, on_record: keep });
  } catch (error) {
    if (!isCsvError(error)) throw error;
  }
  return rows;
}

/** The delimiter that cuts most rows into the same number of columns; of equals, the one that makes more columns. */
function detectDelimiter(sample: string): string {
  const score = (delimiter: string): number => {
    const rows = parseSample(sample, delimiter);
    const columns = rows[0]?.length ?? 0;
    if (columns < 2) return 0;
    return rows.filter((row) => row.length === columns).length / rows.length + columns / 10_000;
  };
  const scores = delimiters.map(score);
  return delimiters[indexOfLargest(scores)] ?? ',';
}

/** A first row of different words, none of them a number, is taken as the header. */
function looksLikeHeader(row: readonly string[]): boolean {
  return row.every((cell) => !isMissing(cell) && !isNumber(cell)) && new Set(row).size === row.length;
}

/** @throws AppError `badDataset` where there is nothing to read. */
export async function detectFormat(path: string): Promise<CsvFormat> {
  await requireFile(path, 'CSV file');
  const sample = await readSample(path);
  const delimiter = detectDelimiter(sample);
  const [first] = parseSample(sample, delimiter);
  if (first === undefined) {
    throw badDataset('The CSV file holds no rows', path, 'Choose a text file with one example a line.');
  }
  const hasHeader = looksLikeHeader(first);
  return { delimiter, hasHeader, names: hasHeader ? first : first.map((_, index) => `column ${index + 1}`) };
}

function ragged(path: string, row: CsvRow, expected: number): Error {
  return badDataset(
    `A row has ${plural(row.cells.length, 'column')} where ${expected} are expected`,
    `${path}, line ${row.line}`,
    'Correct the line; a value that holds the delimiter must stand in double quotes.',
  );
}

/**
 * The rows after the header, streamed, every one of the header's length.
 * @throws AppError `badDataset` with the line where a row is ragged or a quote is wrong.
 */
export async function* readRows(
  path: string,
  format: CsvFormat,
  signal?: AbortSignal,
): AsyncGenerator<CsvRow> {
  const file = createReadStream(path);
  const parser = parse({
    ...options,
    delimiter: format.delimiter,
    info: true,
    from: format.hasHeader ? 2 : 1,
  });
  pipeline(file, parser, () => undefined);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: Info;
    }>) {
      signal?.throwIfAborted();
      const row: CsvRow = { line: info.lines, cells: record };
      if (record.length !== format.names.length) throw ragged(path, row, format.names.length);
      yield row;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const line = 'lines' in error ? `, line ${String(error.lines)}` : '';
    throw badDataset(
      `The CSV file cannot be read: ${error.message}`,
      `${path}${line}`,
      'Correct the line.',
      error,
    );
  } finally {
    file.destroy();
    parser.destroy();
  }
}
