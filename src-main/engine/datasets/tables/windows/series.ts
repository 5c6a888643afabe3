import { badDataset } from '../../readers/files';
import type { TablePlan } from '../examples/plan';
import type { OpenedTable } from '../opened';
import type { RecordBatch } from '../text/records';

/** All rows of a table, in the order of the file. */
export interface Series {
  readonly table: OpenedTable;
  readonly rows: number;
  /** Inputs of a row. */
  readonly width: number;
  /** Row after row; what is to be filled from the training split is not a number. */
  readonly inputs: Float32Array;
  /** Of each row; null where no column tells it. */
  readonly times: Float64Array | null;
  readonly lines: Uint32Array;
  /** 1 for rows that lack a value which takes its row out. */
  readonly isHole: Uint8Array;
}

function changed({ path }: OpenedTable): Error {
  return badDataset('The file has changed while it was read', path, 'Try again when nothing writes to it.');
}

function hasHole({ dropping }: TablePlan, batch: RecordBatch, row: number): boolean {
  const first = batch.rowFirst[row] ?? 0;
  return dropping.some(({ column, words }) => words.has(batch.key(first + column)));
}

/**
 * Reads a table's rows into memory, a value each: windows take as many times more as they have steps.
 * @param rows that there are.
 */
export async function readSeries(
  plan: TablePlan,
  table: OpenedTable,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<Series> {
  const { width, features, splitKeys } = plan;
  const inputs = new Float32Array(rows * width);
  const times = splitKeys === null ? null : new Float64Array(rows);
  const lines = new Uint32Array(rows);
  const isHole = new Uint8Array(rows);
  let done = 0;
  for await (const { batch, firstRow } of table.rows(signal)) {
    const count = batch.rows - firstRow;
    if (done + count > rows) throw changed(table);
    const chosen = Int32Array.from({ length: count }, (_, index) => firstRow + index);
    const into = { batch, rows: chosen, count, inputs: inputs.subarray(done * width), stride: width };
    for (const { column, offset, encoder } of features) encoder.encode(into, column, offset);
    for (let row = firstRow; row < batch.rows; row++, done++) {
      lines[done] = batch.lines[row] ?? 0;
      isHole[done] = Number(hasHole(plan, batch, row));
      if (times === null || splitKeys === null) continue;
      times[done] = splitKeys.value(batch, (batch.rowFirst[row] ?? 0) + splitKeys.column);
    }
  }
  if (done < rows) throw changed(table);
  return { table, rows, width, inputs, times, lines, isHole };
}
