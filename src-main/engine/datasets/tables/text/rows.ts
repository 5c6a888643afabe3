import type { TableFormat } from '@shared/data/tables/reading';
import { badDataset, plural } from '../../readers/files';
import type { ByteSource } from './bytes';
import { syntaxOf } from '../guess';
import { QuoteError, RecordBatch, Tokenizer } from './records';

const firstBufferBytes = 1 << 20;
/** A longer record is none: a quote was opened and never closed. */
const mostRecordBytes = 1 << 25;

function unreadable(error: QuoteError, path: string): Error {
  const where = `${path}, line ${error.line}, value ${error.cell}`;
  if (error.kind === 'neverClosed') {
    return badDataset(
      'A quote is opened and never closed',
      where,
      'Close it; where the quote belongs to the value, write it twice and put the value in quotes, or set quote to none.',
    );
  }
  return badDataset(
    'After a closing quote the value goes on',
    where,
    'Within quotes, write a quote twice; where quotes have no meaning in this table, set quote to none.',
  );
}

/**
 * The records of a table, header included, some thousand at a time. Memory stays at a few MB but for a record that is
 * longer. Each batch is valid until the next is asked for.
 * @throws AppError `badDataset` with the line where a quote is wrong or a record is endless.
 */
export async function* readBatches(
  source: ByteSource,
  path: string,
  format: Pick<TableFormat, 'delimiter' | 'quote' | 'comment'>,
  signal?: AbortSignal,
): AsyncGenerator<RecordBatch> {
  const tokenizer = new Tokenizer(syntaxOf(format));
  const batch = new RecordBatch();
  let buffer = Buffer.allocUnsafe(firstBufferBytes);
  let filled = 0;
  let isLast = false;
  let lastLine = 1;
  while (!isLast) {
    signal?.throwIfAborted();
    const added = await source.read(buffer, filled);
    filled += added;
    isLast = added === 0;
    let position = 0;
    while (position < filled) {
      const next = fill(tokenizer, batch, buffer, position, filled, isLast, path);
      if (batch.rows > 0) {
        lastLine = batch.lines[batch.rows - 1] ?? lastLine;
        yield batch;
      }
      if (next === position) break;
      position = next;
    }
    buffer.copyWithin(0, position, filled);
    filled -= position;
    if (filled > mostRecordBytes || (isLast && filled > 0)) throw endless(path, lastLine);
    if (filled === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
  }
}

function fill(
  tokenizer: Tokenizer,
  batch: RecordBatch,
  buffer: Buffer,
  from: number,
  to: number,
  isLast: boolean,
  path: string,
): number {
  try {
    return tokenizer.fill(batch, buffer, from, to, isLast);
  } catch (error) {
    throw error instanceof QuoteError ? unreadable(error, path) : error;
  }
}

function endless(path: string, line: number): Error {
  return badDataset(
    `A row is longer than ${plural(mostRecordBytes >> 20, 'megabyte')} or has too many values`,
    `${path}, after line ${line}`,
    'Is this a table, and is each quote in it closed? Where quotes have no meaning, set quote to none.',
  );
}

function isBehindBlankLine({ bytes, starts, ends, rowFirst }: RecordBatch, row: number): boolean {
  const first = rowFirst[row] ?? 0;
  if (row === 0) return false;
  const between = bytes.toString('latin1', ends[first - 1], starts[first]);
  return /^["']?[,;\t| ]*(\r\n|\r|\n)[,;\t| ]*(\r\n|\r|\n)/.test(between);
}

/** @throws AppError `badDataset` where a record of the batch is not as long as the others. */
export function requireEqualLength(
  batch: RecordBatch,
  firstRow: number,
  columns: number,
  path: string,
): void {
  for (let row = firstRow; row < batch.rows; row++) {
    const length = (batch.rowFirst[row + 1] ?? 0) - (batch.rowFirst[row] ?? 0);
    if (length === columns) continue;
    if (isBehindBlankLine(batch, row)) {
      throw badDataset(
        `Behind a blank line a row has ${plural(length, 'column')} where ${columns} are expected: another table seems to begin there`,
        `${path}, line ${batch.lines[row] ?? 0}`,
        'Put each table into a file of its own, or take out what stands below the first.',
      );
    }
    throw badDataset(
      `A row has ${plural(length, 'column')} where ${columns} are expected`,
      `${path}, line ${batch.lines[row] ?? 0}`,
      length > columns
        ? 'Correct the line; a value that holds the delimiter must stand in quotes.'
        : 'Correct the line, take it out where it is a note below the table, or choose another delimiter.',
    );
  }
}
