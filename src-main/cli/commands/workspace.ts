import type { WorkspaceCheck, WorkspaceState } from '@shared/contract/workspace';
import { formatBytes } from '@shared/format';
import { exitCodes } from '../exitCodes';
import { formatTable, print, printJson } from '../output/output';
import { withClosedWorkspace, withExistingWorkspace, type CommonOptions } from '../session';

/** Tells where a workspace is, what it takes on disk, and its backups. @returns the exit code */
export function showWorkspace(options: CommonOptions): Promise<number> {
  return withClosedWorkspace(options, async ({ client }) => {
    const { home, bytes, backups } = await client.workspace.state();
    if (options.json) printJson({ type: 'workspace', home, bytes, backups });
    else print([home, '', sizeTable(bytes), '', backupTable(backups)].join('\n'));
    return exitCodes.ok;
  });
}

/** Reads everything, and tells what is damaged or lost. @returns the exit code */
export function checkWorkspace(options: CommonOptions): Promise<number> {
  return withClosedWorkspace(options, async ({ client }) => {
    const check = await client.workspace.check();
    if (options.json) printJson({ type: 'checked', ...check });
    else print(checkText(check));
    return check.ok ? exitCodes.ok : exitCodes.failed;
  });
}

/** Makes a backup. @returns the exit code */
export function backUpWorkspace(options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const backup = await client.workspace.backUp();
    if (options.json) printJson({ type: 'backedUp', ...backup });
    else print(`Backed up as ${backup.name} (${formatBytes(backup.bytes)}).`);
    return exitCodes.ok;
  });
}

/** Puts a backup in the database's place. @returns the exit code */
export function restoreWorkspace(backup: string | undefined, options: CommonOptions): Promise<number> {
  return withClosedWorkspace(options, async ({ client }) => {
    const restored = await client.workspace.restore({ backup: backup ?? null });
    if (options.json) printJson({ type: 'restored', ...restored });
    else {
      const { name, createdAt } = restored.backup;
      print(`The backup ${name} of ${createdAt} is in the database’s place.`);
      if (restored.aside !== null) print(`What was there is kept as ${restored.aside}.`);
      for (const passed of restored.passedOver) print(`The backup ${passed} cannot be used.`);
    }
    return exitCodes.ok;
  });
}

function sizeTable(bytes: WorkspaceState['bytes']): string {
  return formatTable([
    ['FOLDER', 'SIZE'],
    ...Object.entries(bytes).map(([name, size]) => [name, formatBytes(size)]),
  ]);
}

function backupTable(backups: WorkspaceState['backups']): string {
  if (backups.length === 0) return 'There are no backups yet.';
  return formatTable([['BACKUP', 'SIZE'], ...backups.map(({ name, bytes }) => [name, formatBytes(bytes)])]);
}

/** What is damaged, then what is whole. */
function checkText({ ok, problems, counts }: WorkspaceCheck): string {
  const looked = `Looked at ${counts.runs} runs, ${counts.curveParts} parts of curves, ${counts.checkpoints} checkpoints, ${counts.sweeps} sweeps and ${counts.backups} backups.`;
  if (ok) return `Everything is whole. ${looked}`;
  const lines = problems.map(
    ({ message, where, remedy }) => `${message}\n  where: ${where}\n  to do: ${remedy}`,
  );
  return [...lines, '', `${looked} What is not named above is whole.`].join('\n');
}
