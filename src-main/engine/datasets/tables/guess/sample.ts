import { QuoteError, RecordBatch, type RecordSyntax, Tokenizer } from '../text/records';

/** The beginning of a table in UTF-8, cut at a line end where the file goes on. */
export interface TableSample {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

export interface SampleRecord {
  readonly line: number;
  readonly cells: readonly string[];
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
      take(batch, records, limit);
      position = next;
    }
  } catch (error) {
    if (!(error instanceof QuoteError)) throw error;
    take(batch, records, limit);
  }
  return records;
}

function take(batch: RecordBatch, records: SampleRecord[], limit: number): void {
  for (let row = 0; row < batch.rows && records.length < limit; row++) {
    records.push({ line: batch.lines[row] ?? 0, cells: batch.record(row) });
  }
}
