import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { newId } from '../runs/ids';

const suffix = '.lease';
/** Milliseconds after which a lease that nobody holds is no longer one that is just being taken. */
const settledAge = 60_000;

/**
 * The sign that an engine lives: a file that it holds locked, by which other engines on the same workspace tell that
 * its runs are in hand. The operating system ends the lock with the process, however that dies; a process id would
 * be given to another program some day. The lock is SQLite's, the one portable file lock that Node has at hand.
 */
export class EngineLease {
  private constructor(
    readonly name: string,
    private readonly file: Sqlite.Database,
    private readonly path: string,
  ) {}

  /** @param directory is made where it is not there */
  static take(directory: string): EngineLease {
    mkdirSync(directory, { recursive: true });
    const name = newId();
    const path = join(directory, `${name}${suffix}`);
    const file = new Sqlite(path, { timeout: 0 });
    file.pragma('journal_mode = MEMORY');
    file.exec('BEGIN EXCLUSIVE');
    return new EngineLease(name, file, path);
  }

  release(): void {
    this.file.close();
    rmSync(this.path, { force: true });
  }
}

/** Whether the engine that took a lease still lives. */
export function isLeaseHeld(directory: string, name: string): boolean {
  const path = join(directory, `${name}${suffix}`);
  let file: Sqlite.Database;
  try {
    file = new Sqlite(path, { fileMustExist: true, timeout: 0 });
  } catch {
    return false;
  }
  try {
    file.exec('BEGIN EXCLUSIVE');
    return false;
  } catch {
    return true;
  } finally {
    file.close();
  }
}

/** Takes away what engines that died have left. */
export function removeDeadLeases(directory: string): void {
  for (const entry of readdirSync(directory)) {
    if (!entry.endsWith(suffix)) continue;
    const age = Date.now() - (statSync(join(directory, entry), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    const name = entry.slice(0, -suffix.length);
    if (age > settledAge && !isLeaseHeld(directory, name)) rmSync(join(directory, entry), { force: true });
  }
}
