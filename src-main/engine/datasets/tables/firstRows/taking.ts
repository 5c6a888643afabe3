import { AppError } from '@shared/errors';
import { Breathing } from '../../breathing';
import type { ColumnScan } from '../columnScan';
import type { RecordBatch } from '../text/records';
import type { TableSpec } from '@shared/data/catalogue';
import { openTable } from '../formats';
import type { OpenedTable } from '../opened';
import { newScans } from '../table';

/** A column in memory. */
export interface LookedAtColumn {
  readonly name: string;
  readonly scan: ColumnScan;
  /** The number in each row; NaN for what is none. */
  readonly numbers: Float64Array;
  /** The same number in two rows where the same stands in both. */
  readonly codes: Int32Array;
  /** What stands there, as keys of bytes, in the order of their codes. */
  readonly keys: readonly string[];
  readonly distinct: number;
}

/** The first rows of a table in memory. */
export interface TakenRows {
  readonly table: OpenedTable;
  readonly columns: readonly LookedAtColumn[];
  readonly rows: number;
  readonly isWhole: boolean;
  /** The file's line of each row. */
  readonly lines: Float64Array;
  /** Why no more rows could be read, where the file is damaged or not written as it is said to be. */
  readonly problem: AppError | null;
}

class Growing {
  readonly numbers: Float64Array;
  readonly codes: Int32Array;
  private readonly known = new Map<string, number>();

  constructor(capacity: number) {
    this.numbers = new Float64Array(capacity);
    this.codes = new Int32Array(capacity);
  }

  set(row: number, key: string, value: number): void {
    this.numbers[row] = value;
    let code = this.known.get(key);
    if (code === undefined) {
      code = this.known.size;
      this.known.set(key, code);
    }
    this.codes[row] = code;
  }

  column(scan: ColumnScan, rows: number): LookedAtColumn {
    return {
      name: scan.name,
      scan,
      numbers: this.numbers.subarray(0, rows),
      codes: this.codes.subarray(0, rows),
      keys: [...this.known.keys()],
      distinct: this.known.size,
    };
  }
}

/** Collects rows up to a number of them. */
class RowCollector {
  readonly lines: Float64Array;
  private readonly growing: readonly Growing[];
  rows = 0;

  constructor(
    private readonly table: OpenedTable,
    private readonly scans: readonly ColumnScan[],
    private readonly capacity: number,
  ) {
    this.growing = scans.map(() => new Growing(capacity));
    this.lines = new Float64Array(capacity);
  }

  get isFull(): boolean {
    return this.rows === this.capacity;
  }

  /** Takes as many rows of the batch as there is room for. */
  add(batch: RecordBatch, firstRow: number): void {
    const { numbers } = this.table;
    batch.rows = Math.min(batch.rows, firstRow + this.capacity - this.rows);
    this.scans.forEach((scan, column) => {
      scan.add(batch, column, this.table, firstRow);
    });
    for (let row = firstRow; row < batch.rows; row++, this.rows++) {
      this.lines[this.rows] = batch.lines[row] ?? 0;
      for (const [column, values] of this.growing.entries()) {
        const cell = (batch.rowFirst[row] ?? 0) + column;
        const value = numbers.read(batch.bytes, batch.starts[cell] ?? 0, batch.ends[cell] ?? 0);
        values.set(this.rows, batch.key(cell), value);
      }
    }
  }

  columns(): LookedAtColumn[] {
    return this.growing.map((values, index) => {
      const scan = this.scans[index];
      if (scan === undefined) throw new Error('each column is scanned');
      return values.column(scan, this.rows);
    });
  }
}

/**
 * Takes the first rows of a table into memory.
 * @throws AppError `badDataset` where the file is no table.
 */
export async function takeRows(spec: TableSpec, mostRows: number, mostCells: number, signal?: AbortSignal) {
  const table = await openTable(spec.path, spec);
  const scans = newScans(table, spec, new Map());
  const capacity = Math.max(1, Math.min(mostRows, Math.floor(mostCells / table.names.length)));
  const collector = new RowCollector(table, scans, capacity);
  const breathing = new Breathing(signal);
  let problem: AppError | null = null;
  try {
    for await (const { batch, firstRow } of table.rows(signal)) {
      collector.add(batch, firstRow);
      if (collector.isFull) break;
      await breathing.pause();
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    problem = error;
  }
  const taken: TakenRows = {
    table,
    columns: collector.columns(),
    rows: collector.rows,
    isWhole: !collector.isFull && problem === null,
    lines: collector.lines,
    problem,
  };
  return taken;
}
