import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { AppError } from '@shared/errors';
import { placeFileSync } from '../../files/replaceFile';
import type { Backup } from '@shared/contract/workspace/workspace';
import { makeFolder } from '../../files/makeFolder';
import type { Database } from '../runs/database/database';
import { explainDatabase } from '../runs/database/databaseErrors';
import type { Workspace } from '../workspace';
import { examineOpen } from './examine';
import { lookAtSeal, sealOf, writeSeal } from './seal';

/** Days of which the newest backup is kept, of those on which something changed. */
const keptDays = 7;
/** Backups from before migrations that are kept. */
const keptMigrations = 3;

const pattern = /^(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z(?:-before-version-(\d+))?\.sqlite$/;

/** The backups of a workspace, the newest first. */
export function listBackups({ backups }: Workspace): Backup[] {
  return entriesOf(backups)
    .flatMap((name) => {
      const parts = pattern.exec(name);
      const bytes = statSync(join(backups, name), { throwIfNoEntry: false })?.size;
      if (parts === null || bytes === undefined) return [];
      const [, day, hours, minutes, seconds, milliseconds, version] = parts;
      const createdAt = `${day}T${hours}:${minutes}:${seconds}.${milliseconds}Z`;
      return [{ name, createdAt, bytes, beforeVersion: version === undefined ? null : Number(version) }];
    })
    .sort((a, b) => (a.name < b.name ? 1 : -1));
}

/** Whether something has changed since the newest backup, so far as the files' times tell. */
export function hasChangedSinceBackup(workspace: Workspace): boolean {
  const newest = listBackups(workspace).find(({ beforeVersion }) => beforeVersion === null);
  const changed = Math.max(modified(workspace.database), modified(`${workspace.database}-wal`));
  return newest === undefined || changed > Date.parse(newest.createdAt);
}

/** Makes a backup while the database is in use, and takes away those that are no longer kept. */
export async function backUp(workspace: Workspace, database: Database): Promise<Backup> {
  makeFolder(workspace.backups);
  const createdAt = new Date();
  const path = join(workspace.backups, nameAt(createdAt));
  const temporary = `${path}.part`;
  try {
    await database.backUp(temporary);
    seal(temporary, path);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw explainDatabase(thrown, path);
  }
  prune(workspace);
  return found(workspace, path);
}

/** The same before the database is converted; nobody else has it open. */
export function backUpBeforeMigration(workspace: Workspace, version: number): void {
  makeFolder(workspace.backups);
  const path = join(workspace.backups, nameAt(new Date(), `-before-version-${version + 1}`));
  const temporary = `${path}.part`;
  rmSync(temporary, { force: true });
  let sqlite: Sqlite.Database | undefined;
  try {
    sqlite = new Sqlite(workspace.database, { timeout: 5000 });
    sqlite.prepare('VACUUM INTO ?').run(temporary);
    seal(temporary, path);
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw explainDatabase(thrown, path);
  } finally {
    sqlite?.close();
  }
  prune(workspace);
}

/** Why a backup cannot be used; null where it is as it was made, and whole. */
export function faultOf({ backups }: Workspace, name: string): string | null {
  const path = join(backups, name);
  if (lookAtSeal(path) !== 'unbroken') return 'it is not as it was made';
  const sqlite = new Sqlite(path, { readonly: true });
  try {
    const { structure, rows } = examineOpen(sqlite);
    if (structure.length > 0) return structure[0] ?? null;
    return rows.length > 0 ? `${rows.length} of its rows are damaged` : null;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    sqlite.close();
  }
}

function found(workspace: Workspace, path: string): Backup {
  const backup = listBackups(workspace).find(({ name }) => join(workspace.backups, name) === path);
  if (backup !== undefined) return backup;
  throw new AppError('internal', 'The backup is gone as soon as it was made.', { where: path });
}

/** Makes a copy a file by itself, which needs no journal to be read, and gives it its name with its seal. */
function seal(temporary: string, path: string): void {
  const sqlite = new Sqlite(temporary);
  try {
    sqlite.pragma('journal_mode = DELETE');
  } finally {
    sqlite.close();
  }
  writeSeal(temporary);
  placeFileSync(sealOf(temporary), sealOf(path));
  placeFileSync(temporary, path);
}

/** Keeps the newest of each of the last days, and the last from before a migration. */
function prune(workspace: Workspace): void {
  const days = new Set<string>();
  let migrations = 0;
  for (const { name, createdAt, beforeVersion } of listBackups(workspace)) {
    const day = createdAt.slice(0, 10);
    const isKept =
      beforeVersion === null ? days.size < keptDays && !days.has(day) : ++migrations <= keptMigrations;
    if (beforeVersion === null) days.add(day);
    if (!isKept) for (const path of filesOf(workspace, name)) rmSync(path, { force: true });
  }
}

function filesOf({ backups }: Workspace, name: string): string[] {
  const path = join(backups, name);
  return [path, sealOf(path)];
}

const nameAt = (time: Date, suffix = ''): string =>
  `${time.toISOString().replace(/[:.]/g, '-')}${suffix}.sqlite`;

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const modified = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
