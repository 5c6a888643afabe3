import Sqlite from 'better-sqlite3';
import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import { AppError } from '@shared/errors';
import { versionInFile } from './databaseFile';
import { migrate, refuseNewer, versionOf } from './migrations';
import type { Tables } from './schema';

/**
 * The workspace's database: Kysely builds and types each statement, better-sqlite3 runs it synchronously. Kysely's
 * own driver is not used: it awaits between the statements of a transaction, and on the one connection there is,
 * another call's statements could fall into it.
 */
export class Database {
  /** Builds statements; it cannot run them. */
  readonly query = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  private readonly statements = new Map<string, Sqlite.Statement>();

  private constructor(
    private readonly sqlite: Sqlite.Database,
    private readonly path: string,
  ) {}

  /**
   * Opens or makes the database.
   *
   * WAL, so that a command line reads while the desktop writes. `synchronous=NORMAL`: what was committed outlives a
   * killed process at the cost of no flush for each of several transactions a second; only a power cut can take the last
   * ones, and never leaves a broken file.
   * @throws AppError `databaseTooNew`, `badArgument` where the file is no database
   */
  static open(path: string): Database {
    refuseNewer(versionInFile(path), path);
    const sqlite = openFile(path);
    try {
      refuseNewer(versionOf(sqlite), path);
      sqlite.pragma('journal_mode = WAL');
      sqlite.pragma('synchronous = NORMAL');
      sqlite.pragma('foreign_keys = ON');
      migrate(sqlite);
    } catch (thrown) {
      sqlite.close();
      throw explain(thrown, path);
    }
    return new Database(sqlite, path);
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
    return this.explained(() => this.sqlite.transaction(work).immediate());
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
    return Number(this.sqlite.pragma('data_version', { simple: true }));
  }

  close(): void {
    this.statements.clear();
    this.sqlite.close();
  }

  private explained<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (thrown) {
      throw explain(thrown, this.path);
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

function openFile(path: string): Sqlite.Database {
  try {
    return new Sqlite(path, { timeout: 5000 });
  } catch (thrown) {
    throw explain(thrown, path);
  }
}

function explain(thrown: unknown, path: string): unknown {
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  if (thrown.code === 'SQLITE_NOTADB' || thrown.code === 'SQLITE_CORRUPT') {
    return new AppError(
      'badArgument',
      'The workspace database cannot be read: the file is damaged or no database.',
      {
        where: path,
        remedy: 'Move the file away to start with an empty workspace, or choose another folder with --home.',
        cause: thrown,
      },
    );
  }
  if (thrown.code === 'SQLITE_CANTOPEN' || thrown.code === 'SQLITE_READONLY') {
    return new AppError('badArgument', 'The workspace database cannot be opened for writing.', {
      where: path,
      remedy: 'Check the permissions of the folder, or choose another one with --home or LAYERLAB_HOME.',
      cause: thrown,
    });
  }
  if (thrown.code === 'SQLITE_FULL') {
    return new AppError('diskFull', 'The disk with the workspace is full.', {
      where: path,
      remedy: 'Free some space, then try again; a run that was training can be continued.',
      cause: thrown,
    });
  }
  return thrown;
}
