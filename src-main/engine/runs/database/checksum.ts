import { crc32 } from 'node:zlib';
import type Sqlite from 'better-sqlite3';

/** The name by which SQL calls {@link checksumOf}. */
const functionName = 'row_checksum';
const checksumColumn = 'checksum';
/** Not among what is summed up: a run that is damaged can still be put into the bin, and out of it again. */
const unchecked: readonly string[] = [checksumColumn, 'deleted_at'];

/** A table whose rows have checksums. */
export interface CheckedTable {
  readonly name: string;
  /** What is summed up, in the table's order. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** The tables whose rows have checksums, by the schema as it is. */
export function checkedTables(sqlite: Sqlite.Database): CheckedTable[] {
  const names = sqlite
    .prepare(
      `SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  return names.flatMap((name) => {
    const columns = sqlite.pragma(`main.table_info(${name})`) as { name: string; pk: number }[];
    if (!columns.some((column) => column.name === checksumColumn)) return [];
    const key = columns.filter(({ pk }) => pk > 0).map((column) => column.name);
    const summed = columns.map((column) => column.name).filter((column) => !unchecked.includes(column));
    return [{ name, columns: summed, key: key.length > 0 ? key : ['rowid'] }];
  });
}

/** SQL for a row's right checksum. @param of the row's name in the statement, where it needs one */
export function checksumSql({ columns }: Pick<CheckedTable, 'columns'>, of?: string): string {
  const prefix = of === undefined ? '' : `${of}.`;
  return `${functionName}(${columns.map((column) => `${prefix}"${column}"`).join(', ')})`;
}

/** CRC-32 over the values and their kinds: it tells every change of up to 32 bits in a row, and all but one in 2^32. */
function checksumOf(...values: readonly (string | number | Uint8Array | null)[]): number {
  let sum = 0;
  for (const value of values) {
    if (value === null) sum = crc32('-', sum);
    else if (typeof value === 'string') sum = crc32(value, crc32(`t${value.length}:`, sum));
    else if (typeof value === 'number') sum = crc32(bytesOf(value), crc32('n', sum));
    else sum = crc32(value, crc32(`b${value.byteLength}:`, sum));
  }
  return sum;
}

const number = new Float64Array(1);
const numberBytes = new Uint8Array(number.buffer);

function bytesOf(value: number): Uint8Array {
  number[0] = value;
  return numberBytes;
}

/** Lets a connection work out checksums. */
export function offerChecksums(sqlite: Sqlite.Database): void {
  sqlite.function(functionName, { deterministic: true, varargs: true }, checksumOf);
}

/**
 * Has a connection keep the checksums by itself: each row that it writes gets one, and one that is damaged cannot be
 * changed, which would give what is wrong in it a right checksum. Other programs know nothing of them, so that what
 * those change is seen.
 */
export function keepChecksums(sqlite: Sqlite.Database): void {
  for (const table of checkedTables(sqlite)) sqlite.exec(triggersOf(table));
}

function triggersOf(table: CheckedTable): string {
  const { name, columns, key } = table;
  const own = key.map((column) => `"${column}" IS NEW."${column}"`).join(' AND ');
  const write = `UPDATE ${name} SET ${checksumColumn} = ${checksumSql(table, 'NEW')} WHERE ${own};`;
  const summed = columns.map((column) => `"${column}"`).join(', ');
  return `
    CREATE TEMP TRIGGER ${name}_inserted AFTER INSERT ON main.${name} BEGIN ${write} END;
    CREATE TEMP TRIGGER ${name}_guarded BEFORE UPDATE OF ${summed} ON main.${name}
      WHEN OLD.${checksumColumn} IS NOT ${checksumSql(table, 'OLD')}
      BEGIN SELECT RAISE(ABORT, 'damaged row'); END;
    CREATE TEMP TRIGGER ${name}_updated AFTER UPDATE OF ${summed} ON main.${name} BEGIN ${write} END;
  `;
}

/** Gives every row a checksum of what it has: after the schema has changed. */
export function writeChecksums(sqlite: Sqlite.Database): void {
  for (const table of checkedTables(sqlite)) {
    sqlite.exec(`UPDATE ${table.name} SET ${checksumColumn} = ${checksumSql(table)}`);
  }
}

/** A row that is not as Layerlab wrote it. */
export interface DamagedRow {
  readonly table: string;
  readonly key: readonly (string | number | null)[];
  /** The run or sweep that it belongs to; null where it is of neither. */
  readonly runId: string | null;
  readonly sweepId: string | null;
}

/** Reads every row of every table. @throws SqliteError where SQLite cannot read them */
export function damagedRows(sqlite: Sqlite.Database): DamagedRow[] {
  return checkedTables(sqlite).flatMap((table) => {
    const { name, columns, key } = table;
    const owner = (column: string, own: string) =>
      columns.includes(column) ? column : name === own ? 'id' : 'NULL';
    const rows = sqlite
      .prepare(
        `SELECT ${owner('run_id', 'runs')} AS runId, ${owner('sweep_id', 'sweeps')} AS sweepId,
          ${key.map((column, index) => `"${column}" AS key${index}`).join(', ')}
         FROM main.${name} WHERE ${checksumColumn} IS NOT ${checksumSql(table)}`,
      )
      .all() as ({ runId: unknown; sweepId: unknown } & Record<string, unknown>)[];
    return rows.map((row) => ({
      table: name,
      key: key.map((_, index) => plain(row[`key${index}`])),
      runId: row.runId === null ? null : String(row.runId),
      sweepId: row.sweepId === null ? null : String(row.sweepId),
    }));
  });
}

function plain(value: unknown): string | number | null {
  if (value === null || typeof value === 'number') return value;
  return String(value);
}
