import Sqlite from 'better-sqlite3';
import type { Compilable } from 'kysely';
import { keepChecksums, offerChecksums } from './checksum';
import { explainDatabase } from './databaseErrors';
import { versionInFile } from './databaseFile';
import { migrate, refuseNewer, versionOf } from '../migrations';
import { query } from './query';
import { RunChanges } from './runChanges';

/**
 * The workspace's database: Kysely builds and types each statement, better-sqlite3 runs it synchronously. Kysely's
 * own driver is not used: it awaits between the statements of a transaction, and on the one connection there is,
 * another call's statements could fall into it.
 */
export class Database {
  /** Builds statements; it cannot run them. */
  readonly query = query;
  /** Which runs have changed, for what remembers what it has read of them. */
  readonly changes: RunChanges;
  private readonly statements = new Map<string, Sqlite.Statement>();
  private readonly versionStatement: Sqlite.Statement;

  private constructor(
    private readonly sqlite: Sqlite.Database,
    private readonly path: string,
    /** Runs with something damaged, as far as all was read when it was opened. */
    readonly damagedRuns: ReadonlySet<string>,
  ) {
    this.versionStatement = sqlite.prepare('PRAGMA data_version').pluck();
    this.changes = new RunChanges(sqlite, () => this.dataVersion());
  }

  /**
   * Opens or makes the database.
   *
   * WAL, so that a command line reads while the desktop writes. `synchronous=NORMAL`: what was committed outlives a
   * killed process at the cost of no flush for each of several transactions a second; only a power cut can take the last
   * ones, and never leaves a broken file.
   * @throws AppError `databaseTooNew`, `workspaceDamaged` where the file is no database
   */
  static open(path: string, damagedRuns: readonly string[] = []): Database {
    refuseNewer(versionInFile(path), path);
    const sqlite = openFile(path);
    try {
      refuseNewer(versionOf(sqlite), path);
      sqlite.pragma('journal_mode = WAL');
      sqlite.pragma('synchronous = NORMAL');
      sqlite.pragma('foreign_keys = ON');
      const version = versionOf(sqlite);
      migrate(sqlite);
      // Who looks at the file alone finds its version there, not in the journal.
      if (version < versionOf(sqlite)) sqlite.pragma('wal_checkpoint(PASSIVE)');
      keepChecksums(sqlite);
      return new Database(sqlite, path, new Set(damagedRuns));
    } catch (thrown) {
      sqlite.close();
      throw explainDatabase(thrown, path);
    }
  }

  /** Opens a database of the newest version to read alone. @throws AppError as {@link open} */
  static inspect(path: string): Database {
    const sqlite = openFile(path, true);
    offerChecksums(sqlite);
    return new Database(sqlite, path, new Set());
  }

  all<Row>(statement: Compilable<Row>): Row[] {
    const { prepared, parameters } = this.prepare(statement);
    return prepared.all(...parameters) as Row[];
  }

  /** The first row. */
  get<Row>(statement: Compilable<Row>): Row | undefined {
    const { prepared, parameters } = this.prepare(statement);
    return prepared.get(...parameters) as Row | undefined;
  }

  /** @returns the number of rows that changed. @throws AppError `diskFull` */
  run(statement: Compilable<unknown>): number {
    const { prepared, parameters } = this.prepare(statement);
    return this.explained(() => prepared.run(...parameters).changes);
  }

  /** All of it or nothing. Inside another transaction it is a part of that one. @throws AppError `diskFull` */
  transaction<Result>(work: () => Result): Result {
    if (this.sqlite.inTransaction) return work();
    try {
      return this.explained(() => this.sqlite.transaction(work).immediate());
    } catch (thrown) {
      this.changes.everything();
      throw thrown;
    }
  }

  /** How SQLite would run a statement: the query plan's lines. */
  explain(statement: Compilable<unknown>): string[] {
    const { sql, parameters } = statement.compile();
    const rows = this.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    return rows.map((row) => row.detail);
  }

  /** The same of every statement that was run so far, by its SQL. */
  explainAll(): ReadonlyMap<string, readonly string[]> {
    const plans = new Map<string, readonly string[]>();
    for (const sql of this.statements.keys()) {
      const parameters = sql.split('?').slice(1);
      const rows = this.sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as {
        detail: string;
      }[];
      plans.set(
        sql,
        rows.map((row) => row.detail),
      );
    }
    return plans;
  }

  /** A number that changes when another process has written to the database. */
  dataVersion(): number {
    return Number(this.versionStatement.get());
  }

  /** Copies it by SQLite's own online backup, a part at a time, while it is in use. @param path a new file */
  async backUp(path: string): Promise<void> {
    await this.sqlite.backup(path, { progress: () => pagesAtOnce });
  }

  /** Bytes of its file that hold nothing; what is written next goes there first. */
  freeBytes(): number {
    const number = (name: string) => Number(this.sqlite.pragma(name, { simple: true }));
    return number('freelist_count') * number('page_size');
  }

  /** Writes the file anew without what holds nothing. @throws AppError `diskFull`; needs its size again meanwhile */
  compact(): void {
    this.explained(() => {
      this.sqlite.exec('VACUUM');
      this.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    });
  }

  close(): void {
    this.statements.clear();
    this.sqlite.close();
  }

  private explained<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      throw explainDatabase(thrown, this.path);
    }
  }

  private prepare(statement: Compilable<unknown>): {
    prepared: Sqlite.Statement;
    parameters: readonly unknown[];
  } {
    const { sql, parameters } = statement.compile();
    let prepared = this.statements.get(sql);
    if (prepared === undefined) {
      prepared = this.sqlite.prepare(sql);
      this.statements.set(sql, prepared);
    }
    return { prepared, parameters };
  }
}

/** Pages that a backup copies between two looks at what else there is to do. */
const pagesAtOnce = 2000;

function openFile(path: string, readonly = false): Sqlite.Database {
  try {
    return new Sqlite(path, { timeout: 5000, readonly });
  } catch (thrown) {
    throw explainDatabase(thrown, path);
  }
}
