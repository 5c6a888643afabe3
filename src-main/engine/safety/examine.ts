import Sqlite from 'better-sqlite3';
import { damagedRows, offerChecksums, type DamagedRow } from '../runs/database/checksum';

/** What a database is found to be when all of it is read. */
export interface Examination {
  /** What SQLite itself finds wrong with the file; empty where it is in order. */
  readonly structure: readonly string[];
  /** Rows that are not as Layerlab wrote them; not looked for where the structure is damaged. */
  readonly rows: readonly DamagedRow[];
}

/** Findings of SQLite that are listed; a damaged file has no end of them. */
const mostFindings = 20;

/** Reads all of a database, and writes nothing to it. */
export function examine(path: string): Examination {
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(path, { readonly: true, timeout: 5000 });
    return examineOpen(sqlite);
  } catch (thrown) {
    if (!(thrown instanceof Sqlite.SqliteError) || !isDamage(thrown.code)) throw thrown;
    return { structure: [thrown.message], rows: [] };
  } finally {
    sqlite?.close();
  }
}

/** The same over a connection that is there. @throws SqliteError where SQLite gives up */
export function examineOpen(sqlite: Sqlite.Database): Examination {
  offerChecksums(sqlite);
  const found = sqlite.pragma(`integrity_check(${mostFindings})`) as { integrity_check: string }[];
  const structure = found.map((row) => row.integrity_check).filter((line) => line !== 'ok');
  const orphans = sqlite.pragma('foreign_key_check') as { table: string; parent: string }[];
  if (orphans.length > 0)
    structure.push(`${orphans.length} rows belong to runs or sweeps that are not there`);
  return { structure, rows: structure.length > 0 ? [] : damagedRows(sqlite) };
}

/** What a damaged schema or page brings about, rather than a locked or missing file. */
function isDamage(code: string): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|ERROR|FORMAT)/.test(code);
}
