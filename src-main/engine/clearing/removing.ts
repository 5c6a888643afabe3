import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunId } from '@shared/ids';
import type { SweepId } from '@shared/runs/sweeps/sweep';
import { putAsideSync } from '../../files/replaceFile';
import type { EngineParts } from '../engineParts';
import { now } from '../runs/new/newRun';
import type { Workspace } from '../workspace';

type Parts = Pick<EngineParts, 'database' | 'workspace'>;

/** Ends the name of a run's folder while it is being removed. */
const removedSuffix = '.removed';

/**
 * Removes a run that is in the bin, with its files. Its folder gets another name in the transaction that takes its row: a
 * folder of a run's own name always has a row, or has lost it.
 */
export async function removeRun({ database, workspace }: Parts, id: RunId): Promise<void> {
  const folder = workspace.run(id);
  const { query } = database;
  database.transaction(() => {
    const ofRun = query.selectFrom('runs').where('id', '=', id).where('deleted_at', 'is not', null);
    const row = database.get(ofRun.select('name'));
    if (row === undefined) return;
    database.run(query.deleteFrom('runs').where('id', '=', id));
    database.run(query.insertInto('removed_runs').values({ id, name: row.name, removed_at: now() }));
    // An id that leads elsewhere was never ours.
    if (dirname(folder) === workspace.runs && existsSync(folder))
      putAsideSync(folder, `${folder}${removedSuffix}`);
  });
  if (dirname(folder) === workspace.runs)
    await rm(`${folder}${removedSuffix}`, { recursive: true, force: true });
}

/** Removes a sweep that is in the bin, with its points. Its runs are runs as all others. */
export function removeSweep({ database }: Parts, id: SweepId): void {
  const { query } = database;
  database.transaction(() => {
    const removed = database.run(
      query.deleteFrom('sweeps').where('id', '=', id).where('deleted_at', 'is not', null),
    );
    if (removed > 0) database.run(query.deleteFrom('task_runs').where('task', 'like', `${id}/%`));
  });
}

/** Takes away folders whose removal was broken off. */
export async function finishRemovals(workspace: Workspace): Promise<void> {
  const folder = workspace.runs;
  for (const name of readdirSync(folder)) {
    if (name.endsWith(removedSuffix)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
