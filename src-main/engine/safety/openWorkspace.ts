import { existsSync } from 'node:fs';
import type { AppError } from '@shared/errors';
import { deadLeases, EngineLease, isWorkspaceInUse, removeDeadLeases } from '../jobs/lease';
import type { Logger } from '../log';
import { Database } from '../runs/database/database';
import { versionInFile } from '../runs/database/databaseFile';
import { explainDatabase, workspaceDamaged } from '../runs/database/databaseErrors';
import { newestVersion, refuseNewer } from '../runs/migrations';
import type { Workspace } from '../workspace';
import { backUpBeforeMigration } from './backups';
import { examine, type Examination } from './examine';
import { lookAtJournal } from './journal';
import { noteLostJournal } from './lostJournal';
import { whileOpening } from './openingLock';
import { lookAtSeal, removeSeal, writeSeal } from './seal';

/** A workspace's database in use. */
export interface OpenWorkspace {
  readonly database: Database;
  readonly lease: EngineLease;
  /** Closes it, and seals it where nobody else has it open and nothing in it is damaged. */
  close(): void;
}

/**
 * Opens a workspace's database, or makes it. Where nobody else has it open and it is not as it was last closed, all of
 * it is read before anything is written.
 * @throws AppError `workspaceDamaged` where the database is not to be used, `databaseTooNew`
 */
export function openWorkspace(workspace: Workspace, log: Logger): OpenWorkspace {
  const path = workspace.database;
  return whileOpening(path, () => {
    const version = versionInFile(path);
    refuseNewer(version, path);
    const damaged = isWorkspaceInUse(workspace.leases) ? [] : soundRows(workspace, version, log);
    if (version > 0 && version < newestVersion) backUpBeforeMigration(workspace, version);
    removeSeal(path);
    const database = Database.open(path, damaged);
    removeDeadLeases(workspace.leases);
    const lease = EngineLease.take(workspace.leases);
    return { database, lease, close: () => closeWorkspace(workspace, database, lease, log) };
  });
}

/**
 * Why a database that nobody has open is to be read whole before it is used; null where it is as it was closed. A process
 * that has it open leaves its journal behind, however it ends: one that is not there was taken away.
 */
function suspicion(workspace: Workspace, version: number): string | null {
  const path = workspace.database;
  const journal = lookAtJournal(path);
  const seal = lookAtSeal(path);
  const wasCut = deadLeases(workspace.leases).length > 0;
  if (journal === 'damaged') throw journalDamaged(path);
  if (journal === 'whole' && seal !== 'none') throw journalForeign(path);
  if (seal === 'none' && wasCut && !existsSync(`${path}-wal`)) noteLostJournal(workspace);
  if (seal === 'none') return wasCut ? 'Layerlab was ended by force' : 'it was not closed by this Layerlab';
  if (seal === 'broken') return 'it was changed since it was closed';
  return version < newestVersion ? 'it is to be converted' : null;
}

/** @returns the runs whose rows are damaged, of a database that can be used besides */
function soundRows(workspace: Workspace, version: number, log: Logger): readonly string[] {
  const path = workspace.database;
  if (!existsSync(path)) return [];
  const why = suspicion(workspace, version);
  if (why === null) return [];
  const found = explained(path, () => examine(path));
  log.info({ why, structure: found.structure, rows: found.rows.length }, 'the database was examined');
  refuseDamaged(found, path, version);
  return [...new Set(found.rows.flatMap(({ runId }) => runId ?? []))];
}

/** @throws AppError where it cannot be told which runs are damaged, or the file would have to be converted */
function refuseDamaged({ structure, rows }: Examination, path: string, version: number): void {
  if (structure.length > 0) {
    throw workspaceDamaged(
      `The workspace database is damaged: ${structure[0] ?? ''}. Nothing in it was changed.`,
      path,
    );
  }
  if (rows.length > 0 && version < newestVersion) {
    throw workspaceDamaged(
      `${rows.length} rows of the workspace database are damaged, so it cannot be converted for this version.`,
      path,
    );
  }
}

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    throw explainDatabase(thrown, path);
  }
}

function closeWorkspace(workspace: Workspace, database: Database, lease: EngineLease, log: Logger): void {
  const path = workspace.database;
  try {
    whileOpening(path, () => {
      // Where the process dies in between, a lease without a journal would tell of a loss.
      lease.release();
      database.close();
      const isSealable = database.damagedRuns.size === 0 && lookAtJournal(path) === 'none';
      if (isSealable && !isWorkspaceInUse(workspace.leases)) writeSeal(path);
    });
  } catch (thrown) {
    // Without a seal the next opening reads it whole.
    log.warn({ err: thrown }, 'the database could not be sealed');
    database.close();
    lease.release();
  }
}

function journalDamaged(path: string): AppError {
  return workspaceDamaged(
    'The journal of the workspace database is damaged: what was written last would be lost. Nothing was changed.',
    `${path}-wal`,
  );
}

function journalForeign(path: string): AppError {
  return workspaceDamaged(
    'Beside the workspace database lies a journal that Layerlab did not leave: another program has the database open, or the file is from elsewhere. Nothing was changed.',
    `${path}-wal`,
  );
}
