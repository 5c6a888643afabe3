import Sqlite from 'better-sqlite3';
import { explainDatabase } from '../runs/database/databaseErrors';

/** Milliseconds that one waits for another engine to have opened or closed the workspace. */
const patience = 30_000;

/**
 * Held while a workspace's database is opened or closed, so that an engine that looks whether it is alone finds no other
 * that is just coming or going. The lock is SQLite's, as a lease's is.
 * @throws AppError where the folder cannot be written to
 */
export function whileOpening<Result>(databasePath: string, work: () => Result): Result {
  const path = `${databasePath}.lock`;
  let lock: Sqlite.Database | undefined;
  try {
    lock = new Sqlite(path, { timeout: patience });
    lock.pragma('journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    lock?.close();
    throw explainDatabase(thrown, path);
  }
  try {
    return work();
  } finally {
    lock.close();
  }
}
