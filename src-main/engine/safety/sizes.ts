import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceState } from '@shared/contract/workspace/workspace';
import { sealOf } from './seal';
import type { Workspace } from '../workspace';

/** Bytes of a file, or of all files below a folder; 0 where it is not there. */
export function bytesAt(path: string): number {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, entry) => sum + bytesAt(join(path, entry)), 0);
}

/** What a workspace takes on disk, by what it is for. */
export function sizesOf(workspace: Workspace): WorkspaceState['bytes'] {
  const { database, home } = workspace;
  const folder = (name: string) => bytesAt(join(home, name));
  return {
    database: [database, `${database}-wal`, sealOf(database)].reduce((sum, path) => sum + bytesAt(path), 0),
    runs: folder('runs'),
    datasets: folder('datasets'),
    weights: folder('weights'),
    examples: folder('examples'),
    files: folder('files'),
    backups: folder('backups'),
    logs: folder('logs'),
  };
}
