import { Breathing } from '../../breathing';
import type { ColumnScan } from '../columnScan';
import type { TableRoles, TableSpec } from '../roles';
import { rolesOf } from '../roles';
import { newScans, openTable, type OpenedTable, tableRows } from '../table';

/** Cells that are looked at; a larger table is judged by its first rows. */
const mostCells = 2_000_000;

/** A column in memory. */
export interface LookedAtColumn {
  readonly name: string;
  readonly scan: ColumnScan;
  /** The number in each row; NaN for what is none. */
  readonly numbers: Float64Array;
  /** The same number in two rows where the same stands in both. */
  readonly codes: Int32Array;
  readonly distinct: number;
}

/** The first rows of a table, as they are looked at for findings. */
export interface LookedAt {
  readonly spec: TableSpec;
  readonly table: OpenedTable;
  readonly roles: TableRoles;
  readonly columns: readonly LookedAtColumn[];
  readonly features: readonly LookedAtColumn[];
  readonly target: LookedAtColumn;
  readonly rows: number;
  readonly isWhole: boolean;
  /** The file's line of each row. */
  readonly lines: Float64Array;
  /** The split of each row, 0 to 2, where each row is an example; else null. */
  readonly splits: Uint8Array | null;
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

  get distinct(): number {
    return this.known.size;
  }
}

/**
 * Takes the first rows of a table into memory.
 * @param splits the split of each row where every row is an example.
 */
export async function lookAt(
  spec: TableSpec,
  splits: Uint8Array | null,
  signal?: AbortSignal,
): Promise<LookedAt> {
  const table = await openTable(spec.path, spec);
  const scans = newScans(table.names, spec, spec.columns, new Map());
  const capacity = Math.max(1, Math.floor(mostCells / table.names.length));
  const growing = scans.map(() => new Growing(capacity));
  const lines = new Float64Array(capacity);
  const breathing = new Breathing(signal);
  let rows = 0;
  let isWhole = true;
  for await (const { batch, firstRow } of tableRows(table, signal)) {
    scans.forEach((scan, column) => {
      scan.add(batch, column, table.numbers, firstRow);
    });
    for (let row = firstRow; row < batch.rows && rows < capacity; row++, rows++) {
      lines[rows] = batch.lines[row] ?? 0;
      for (const [column, values] of growing.entries()) {
        const cell = (batch.rowFirst[row] ?? 0) + column;
        values.set(
          rows,
          batch.key(cell),
          table.numbers.read(batch.bytes, batch.starts[cell] ?? 0, batch.ends[cell] ?? 0),
        );
      }
    }
    if (rows === capacity) {
      isWhole = false;
      break;
    }
    await breathing.pause();
  }
  const columns = scans.map((scan, index): LookedAtColumn => {
    const { numbers = new Float64Array(), codes = new Int32Array(), distinct = 0 } = growing[index] ?? {};
    return {
      name: scan.name,
      scan,
      numbers: numbers.subarray(0, rows),
      codes: codes.subarray(0, rows),
      distinct,
    };
  });
  const roles = rolesOf(spec, scans);
  const target = columns[roles.target];
  if (target === undefined) throw new Error('a table has a target');
  const features = columns.filter((_, index) => roles.features.includes(index));
  return { spec, table, roles, columns, features, target, rows, isWhole, lines, splits };
}
