import { QuoteError, RecordBatch, type RecordSyntax, Tokenizer } from '../text/records';

/** The beginning of a table in UTF-8, cut at a line end where the file goes on. */
export interface TableSample {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

export interface SampleRecord {
  readonly line: number;
  readonly cells: readonly string[];
  /** Of each cell, whether it stands in quotes. */
  readonly quoted?: readonly boolean[];
}

const cellsAtOnce = 1 << 13;

/** The records up to where the sample cannot be read, which may be only because it ends there. */
export function sampleRecords({ bytes }: TableSample, syntax: RecordSyntax, limit: number): SampleRecord[] {
  const records: SampleRecord[] = [];
  const tokenizer = new Tokenizer(syntax);
  const batch = new RecordBatch(cellsAtOnce);
  let position = 0;
  try {
    while (position < bytes.length && records.length < limit) {
      const next = tokenizer.fill(batch, bytes, position, bytes.length, true);
      if (next === position) break;
      take(batch, records, limit, syntax.quote);
      position = next;
    }
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    take(batch, records, limit, syntax.quote);
  }
  return records;
}

function quotedIn({ bytes, starts, rowFirst }: RecordBatch, row: number, quote: number): boolean[] {
  const [first, next] = [rowFirst[row] ?? 0, rowFirst[row + 1] ?? 0];
  return Array.from(starts.subarray(first, next), (start) => start > 0 && bytes[start - 1] === quote);
}

function take(batch: RecordBatch, records: SampleRecord[], limit: number, quote: number): void {
  for (let row = 0; row < batch.rows && records.length < limit; row++) {
    records.push({
      line: batch.lines[row] ?? 0,
      cells: batch.record(row),
      quoted: quotedIn(batch, row, quote),
    });
  }
}
