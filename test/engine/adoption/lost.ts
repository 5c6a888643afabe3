import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { RunId } from '@shared/ids';
import { RunRecords } from '../../../src-main/engine/adoption/record';
import { openLog } from '../../../src-main/engine/log';
import { filledWorkspace, opened } from '../safety/workspace';

/** A workspace whose runs' folders know their runs; closed. */
export async function recorded(): Promise<{ home: string; ids: RunId[] }> {
  const { home, ids } = filledWorkspace();
  const { workspace, runs, metrics, close } = opened(home);
  const records = new RunRecords({ runs, metrics, workspace, log: openLog(workspace.log).log });
  for (const runId of ids) await records.keep(runId);
  close();
  return { home, ids };
}

/** Takes runs out of the database as if it had never known them. */
export function loseRows(home: string, ids: readonly RunId[]): void {
  const sqlite = new Sqlite(join(home, 'layerlab.sqlite'));
  sqlite.pragma('foreign_keys = ON');
  for (const id of ids) sqlite.prepare('DELETE FROM runs WHERE id = ?').run(id);
  sqlite.close();
}
