import { copyFileSync, existsSync, linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@shared/errors';
import { placeFileSync, putAsideSync } from '../../files/replaceFile';
import type { Backup, Restored } from '@shared/contract/workspace/workspace';
import { isWorkspaceInUse } from '../jobs/lease';
import type { Workspace } from '../workspace';
import { faultOf, listBackups } from './backups';
import { whileOpening } from './openingLock';
import { removeSeal, writeSeal } from './seal';

/**
 * Puts a backup in the database's place: the named one, or the newest that can be used. What was there is kept beside it.
 * @throws AppError `notAllowedNow` while an engine uses the workspace, `notFound` where there is no such backup or no good one
 */
export function restoreBackup(workspace: Workspace, name: string | null): Restored {
  const path = workspace.database;
  return whileOpening(path, () => {
    if (isWorkspaceInUse(workspace.leases)) throw inUse(workspace);
    const { backup, passedOver } = choose(workspace, name);
    const temporary = `${path}.part`;
    copyFileSync(join(workspace.backups, backup.name), temporary);
    const aside = putAside(path);
    removeSeal(path);
    placeFileSync(temporary, path);
    writeSeal(path);
    return { backup, aside, passedOver };
  });
}

function choose(workspace: Workspace, name: string | null): { backup: Backup; passedOver: string[] } {
  const backups = listBackups(workspace);
  const asked = name === null ? backups : backups.filter((backup) => backup.name === name);
  const passedOver: string[] = [];
  for (const backup of asked) {
    const fault = faultOf(workspace, backup.name);
    if (fault === null) return { backup, passedOver };
    if (name !== null) throw unusable(name, fault);
    passedOver.push(backup.name);
  }
  throw new AppError(
    'notFound',
    name === null ? 'There is no backup that can be used.' : `There is no backup "${name}".`,
    {
      where: workspace.backups,
      remedy:
        'Bring the database back from a copy of your own, or move it away to start with an empty workspace.',
    },
  );
}

/** Keeps the database and its journal under another name. At every moment there is a database at the path. */
function putAside(path: string): string | null {
  if (!existsSync(path)) return null;
  const aside = `${path}.before-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  try {
    linkSync(path, aside);
  } catch {
    // Not every file system has links.
    copyFileSync(path, aside);
  }
  if (existsSync(`${path}-wal`)) putAsideSync(`${path}-wal`, `${aside}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return aside;
}

function inUse({ home }: Workspace): AppError {
  return new AppError('notAllowedNow', 'The workspace is in use, so its database cannot be replaced.', {
    where: home,
    remedy: 'Close every Layerlab that has it open, then try again.',
  });
}

function unusable(name: string, fault: string): AppError {
  return new AppError('badArgument', `The backup cannot be used: ${fault}.`, {
    where: name,
    remedy: 'Choose another one; "layerlab workspace" lists them.',
  });
}
