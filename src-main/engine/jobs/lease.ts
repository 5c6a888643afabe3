import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { newId } from '../runs/ids';

const suffix = '.lease';

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

/** The leases of engines that did not end by themselves. */
export function deadLeases(directory: string): string[] {
  return leasesIn(directory).filter((name) => !isLeaseHeld(directory, name));
}

/** Whether an engine has the workspace in use. */
export function isWorkspaceInUse(directory: string): boolean {
  return leasesIn(directory).some((name) => isLeaseHeld(directory, name));
}

/** Takes away what engines that died have left; to be called where none can be just taking its own. */
export function removeDeadLeases(directory: string): void {
  for (const name of deadLeases(directory)) rmSync(join(directory, `${name}${suffix}`), { force: true });
}

function leasesIn(directory: string): string[] {
  return readdirSync(directory).flatMap((entry) =>
    entry.endsWith(suffix) ? [entry.slice(0, -suffix.length)] : [],
  );
}
