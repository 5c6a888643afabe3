import { Option, type Command } from 'commander';
import { clearableKinds, type ClearableKind } from '@shared/contract/workspace/clearing';
import { moveInQueue, showQueue, type MoveOptions } from './commands/runs/queue';
import { emptyBin, putIntoBin, showBin, takeOutOfBin, type PutOptions } from './commands/bin';
import {
  adoptRuns,
  backUpWorkspace,
  checkWorkspace,
  clearWorkspace,
  restoreWorkspace,
  showWorkspace,
} from './commands/workspace';
import { addCommand } from './options';
import type { CommonOptions } from './session/session';
import { UsageError } from './usageError';

type Finish = (code: number) => void;

/** `workspace`, and what can be done with one. */
export function addWorkspaceCommands(program: Command, finish: Finish): void {
  const workspace = program
    .command('workspace')
    .description('look after the folder that holds everything')
    .exitOverride();
  const command = (usage: string, description: string, settings?: { isDefault: boolean }) =>
    addCommand(workspace, usage, description, settings);
  command('show', 'where it is, what it takes on disk, and its backups', { isDefault: true }).action(
    async (options: CommonOptions) => finish(await showWorkspace(options)),
  );
  command('check', 'read all of it, and say what is damaged or lost').action(async (options: CommonOptions) =>
    finish(await checkWorkspace(options)),
  );
  command('backup', 'make a backup of its database').action(async (options: CommonOptions) =>
    finish(await backUpWorkspace(options)),
  );
  command('restore [backup]', 'put a backup in the database’s place (otherwise the newest good one)').action(
    async (backup: string | undefined, options: CommonOptions) =>
      finish(await restoreWorkspace(backup, options)),
  );
  command('adopt [runs...]', 'take up runs of which their folders know more than the database').action(
    async (runs: string[], options: CommonOptions) => finish(await adoptRuns(runs, options)),
  );
  command('clear [kinds...]', 'tell what nobody needs and what it would free, or clear some of it').action(
    async (kinds: string[], options: CommonOptions) =>
      finish(await clearWorkspace(kinds.map(clearableKind), options)),
  );
}

/** `bin`, and what can be done with it. */
export function addBinCommands(program: Command, finish: Finish): void {
  const bin = program.command('bin').description('deleted runs and sweeps').exitOverride();
  const command = (usage: string, description: string, settings?: { isDefault: boolean }) =>
    addCommand(bin, usage, description, settings);
  command('list', 'what is in it, and when it will be gone', { isDefault: true }).action(
    async (options: CommonOptions) => finish(await showBin(options)),
  );
  command('put <ids...>', 'delete runs and sweeps, by their ids')
    .option('--with-runs', 'the runs of the sweeps, too')
    .action(async (ids: string[], options: PutOptions) => finish(await putIntoBin(ids, options)));
  command('restore <ids...>', 'take runs and sweeps back').action(
    async (ids: string[], options: CommonOptions) => finish(await takeOutOfBin(ids, options)),
  );
  command('empty', 'remove all that is in it for good, with its files').action(
    async (options: CommonOptions) => finish(await emptyBin(options)),
  );
}

/** `queue`, and what can be done with it. */
export function addQueueCommands(program: Command, finish: Finish): void {
  const queue = program.command('queue').description('runs that wait for their turn').exitOverride();
  const command = (usage: string, description: string, settings?: { isDefault: boolean }) =>
    addCommand(queue, usage, description, settings);
  command('list', 'what waits, in its order', { isDefault: true }).action(async (options: CommonOptions) =>
    finish(await showQueue(options)),
  );
  command('move <runs...>', 'change the order in which waiting runs are trained')
    .addOption(new Option('--first', 'before all others').conflicts(['last', 'before']))
    .addOption(new Option('--last', 'behind all others').conflicts('before'))
    .option('--before <run>', 'before another run that waits')
    .action(async (runs: string[], options: MoveOptions) => finish(await moveInQueue(runs, options)));
}

function clearableKind(text: string): ClearableKind {
  const kind = clearableKinds.find((each) => each === text);
  if (kind !== undefined) return kind;
  throw new UsageError(`"${text}" is nothing that can be cleared`, {
    remedy: `There are ${clearableKinds.join(', ')}; "layerlab workspace clear" says what they are.`,
  });
}
