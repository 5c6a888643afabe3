import {
  clearableWords,
  leftAloneMinutes,
  type Clearable,
  type ClearableKind,
} from '@shared/contract/workspace/clearing';
import type { Adopted, WorkspaceCheck, WorkspaceState } from '@shared/contract/workspace/workspace';
import { formatBytes, formatCount } from '@shared/format';
import { runIdSchema } from '@shared/ids';
import { exitCodes } from '../exitCodes';
import { formatTable, print, printJson, printProblem } from '../output/output';
import { withClosedWorkspace, withExistingWorkspace, type CommonOptions } from '../session/session';

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

/** Clears what is named; where nothing is, tells what could be. @returns the exit code */
export function clearWorkspace(kinds: readonly ClearableKind[], options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    if (kinds.length === 0) {
      const clearable = await client.workspace.clearable();
      if (options.json) printJson({ type: 'clearable', kinds: clearable });
      else print(clearableText(clearable));
      return exitCodes.ok;
    }
    const cleared = await client.workspace.clear({ kinds: [...kinds] });
    if (options.json) printJson({ type: 'cleared', kinds: cleared });
    else print(clearedText(cleared));
    return exitCodes.ok;
  });
}

/** Takes up runs that the database has lost. @returns the exit code */
export function adoptRuns(names: readonly string[], options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = names.length === 0 ? null : names.map((name) => runIdSchema.parse(name));
    const adopted = await client.workspace.adopt({ runIds });
    if (options.json) printJson({ type: 'adopted', ...adopted });
    else print(adoptedText(adopted));
    for (const { error } of adopted.refused) printProblem('error', error);
    return adopted.refused.length === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

function adoptedText({ runs, refused }: Adopted): string {
  if (runs.length === 0)
    return refused.length === 0 ? 'There is no run to be taken up.' : 'No run was taken up.';
  return formatTable([
    ['ID', 'NAME', 'STATE', 'KNOWN AGAIN'],
    ...runs.map(({ run, withCurves }) => [
      run.id,
      run.name,
      run.state,
      withCurves ? 'all of it' : 'what was trained, and its weights',
    ]),
  ]);
}

function clearableText(clearable: readonly Clearable[]): string {
  const rows = clearable.map(({ kind, count, bytes }) => [
    kind,
    formatCount(count),
    formatBytes(bytes),
    clearableWords[kind].title,
  ]);
  const meanings = clearable.map(({ kind }) => `  ${kind}: ${clearableWords[kind].meaning}`);
  return [
    formatTable([['KIND', 'COUNT', 'WOULD FREE', 'WHAT'], ...rows]),
    '',
    ...meanings,
    '',
    `Nothing was cleared: name the kinds, as in "layerlab workspace clear last copies". What was used within the last ${leftAloneMinutes} minutes is not counted.`,
  ].join('\n');
}

function clearedText(cleared: readonly Clearable[]): string {
  const bytes = cleared.reduce((sum, each) => sum + each.bytes, 0);
  const rows = cleared.map(({ kind, count, bytes }) => [kind, formatCount(count), formatBytes(bytes)]);
  return `${formatTable([['KIND', 'COUNT', 'FREED'], ...rows])}\n\n${formatBytes(bytes)} freed.`;
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
