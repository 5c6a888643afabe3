import Sqlite from 'better-sqlite3';
import { sql, type RawBuilder } from 'kysely';
import { checkedTables, checksumSql, type CheckedTable } from './checksum';
import { migrate } from '../migrations';
import type { Tables } from './schema';

/** The columns of the newest schema, which the migrations alone know. */
function newestTables(): ReadonlyMap<string, CheckedTable> {
  const sqlite = new Sqlite(':memory:');
  try {
    migrate(sqlite);
    return new Map(checkedTables(sqlite).map((table) => [table.name, table]));
  } finally {
    sqlite.close();
  }
}

let tables: ReadonlyMap<string, CheckedTable> | undefined;

/** Whether a row is as Layerlab wrote it: 1 or 0. */
export function wholeRow(name: keyof Tables): RawBuilder<number> {
  tables ??= newestTables();
  const table = tables.get(name);
  if (table === undefined) throw new Error(`the table ${name} has no checksums`);
  return sql.raw(`(${name}.checksum IS ${checksumSql(table, name)})`);
}
