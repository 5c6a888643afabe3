import Sqlite from 'better-sqlite3';
import { AppError } from '@shared/errors';
import type { WrittenPoint } from '@shared/runs/imported/settle';
import { readExactly } from '../../../files/readExactly';
import { open } from 'node:fs/promises';
import type { Place, TrackerFormat, TrackerReading } from '../tracker';
import { foreignRunOf, statusOf, type MlflowRun } from './records';

/** MLflow's SQLite database, as `mlflow.set_tracking_uri("sqlite:///mlflow.db")` makes it. It is only read. */
export const mlflowDatabase: TrackerFormat = {
  kind: 'mlflow',
  recognizes: async (place) =>
    !place.isFolder && (await isSqlite(place.path)) && withDatabase(place, isMlflows),
  read: (place) => Promise.resolve(withDatabase(place, read)),
};

async function isSqlite(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    if ((await file.stat()).size < 16) return false;
    const head = new Uint8Array(15);
    await readExactly(file, path, head, 0);
    return new TextDecoder('latin1').decode(head) === 'SQLite format 3';
  } finally {
    await file.close();
  }
}

function withDatabase<Result>(
  { path }: Place,
  work: (sqlite: Sqlite.Database, path: string) => Result,
): Result {
  let sqlite: Sqlite.Database | null = null;
  try {
    sqlite = new Sqlite(path, { readonly: true, fileMustExist: true });
    return work(sqlite, path);
  } catch (cause) {
    if (!(cause instanceof Sqlite.SqliteError)) throw cause;
    throw new AppError('badArgument', `The database cannot be read: ${cause.message}.`, {
      where: path,
      remedy: 'Bring it back from a copy; nothing was imported.',
      cause,
    });
  } finally {
    sqlite?.close();
  }
}

const tables = ['experiments', 'runs', 'metrics', 'params', 'tags'];

function isMlflows(sqlite: Sqlite.Database): boolean {
  const names = sqlite.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  if (!tables.every((table) => names.includes(table))) return false;
  return sqlite.prepare("SELECT name FROM pragma_table_info('runs')").pluck().all().includes('run_uuid');
}

interface RunRow {
  readonly id: string;
  readonly name: string | null;
  readonly experiment: string | null;
  readonly status: string | null;
  readonly started: number | null;
  readonly finished: number | null;
}
interface MetricRow {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
  readonly isNan: number;
}
interface Entry {
  readonly key: string;
  readonly value: string;
}

function read(sqlite: Sqlite.Database, path: string): TrackerReading {
  if (!isMlflows(sqlite)) throw noMlflow(path);
  // What is read is read at one moment, though MLflow may be writing.
  return sqlite.transaction(() => readAll(sqlite))();
}

function readAll(sqlite: Sqlite.Database): TrackerReading {
  const rows = sqlite
    .prepare<[], RunRow>(
      `SELECT run_uuid AS id, runs.name AS name, experiments.name AS experiment, status,
         start_time AS started, end_time AS finished
       FROM runs LEFT JOIN experiments USING (experiment_id)
       WHERE runs.lifecycle_stage = 'active' ORDER BY start_time, run_uuid`,
    )
    .all();
  const deleted = sqlite
    .prepare<[], number>("SELECT count(*) FROM runs WHERE lifecycle_stage <> 'active'")
    .pluck()
    .get();
  const metrics = sqlite.prepare<[string], MetricRow>(
    `SELECT key, value, timestamp, step, is_nan AS isNan FROM metrics WHERE run_uuid = ? ORDER BY timestamp, rowid`,
  );
  const parameters = sqlite.prepare<[string], Entry>('SELECT key, value FROM params WHERE run_uuid = ?');
  const tags = sqlite.prepare<[string], Entry>('SELECT key, value FROM tags WHERE run_uuid = ?');
  const mapOf = (entries: readonly Entry[]) => new Map(entries.map(({ key, value }) => [key, value]));
  const runs = rows.map((row): MlflowRun => {
    const { points, remarks } = pointsOf(metrics.all(row.id));
    return {
      ...row,
      name: row.name ?? '',
      experiment: row.experiment ?? '',
      status: statusOf(row.status),
      metrics: points,
      parameters: mapOf(parameters.all(row.id)),
      tags: mapOf(tags.all(row.id)),
      remarks,
    };
  });
  return {
    runs: runs.map(foreignRunOf),
    remarks: deleted ? [`Left out, since MLflow has them as deleted: ${deleted}.`] : [],
  };
}

/** What MLflow writes into its database for infinity, which its column does not take. */
const standsForInfinity = Number.MAX_VALUE;

function pointsOf(rows: readonly MetricRow[]): { points: Map<string, WrittenPoint[]>; remarks: string[] } {
  const points = new Map<string, WrittenPoint[]>();
  const infinite = new Set<string>();
  for (const { key, value, timestamp, step, isNan } of rows) {
    const isInfinite = Math.abs(value) === standsForInfinity;
    if (isInfinite) infinite.add(key);
    const kept = isNan === 1 ? NaN : isInfinite ? Math.sign(value) * Infinity : value;
    const held = points.get(key) ?? [];
    held.push({ step, value: kept, time: timestamp / 1000 });
    points.set(key, held);
  }
  return {
    points,
    remarks: [...infinite].map(
      (key) => `“${key}” has ±1.797e308, by which MLflow’s database keeps an infinity: it is read as one.`,
    ),
  };
}

function noMlflow(path: string): AppError {
  return new AppError('badArgument', 'The database is not one of MLflow’s', {
    where: path,
    remedy: 'Choose the file that MLflow’s tracking URI names, usually mlflow.db.',
  });
}
