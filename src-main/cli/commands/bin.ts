import { binDays, type BinEntry } from '@shared/contract/workspace/clearing';
import { formatBytes, formatCount } from '@shared/format';
import type { RunId } from '@shared/ids';
import { sweepIdSchema } from '@shared/runs/sweeps/sweep';
import type { EngineClient } from '../../processes/engineClient';
import { exitCodes } from '../exitCodes';
import { allRuns, idNamed } from '../findRun';
import { formatTable, print, printJson } from '../output/output';
import { withExistingWorkspace, type CommonOptions } from '../session/session';

export interface PutOptions extends CommonOptions {
  readonly withRuns?: boolean;
}

/** A run or a sweep. */
type Deletable = Pick<BinEntry, 'kind' | 'id' | 'name'>;

/** Lists what was deleted and when it will be gone. @returns the exit code */
export function showBin(options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const entries = await client.workspace.bin();
    if (options.json) printJson({ type: 'bin', days: binDays, entries });
    else print(binText(entries));
    return exitCodes.ok;
  });
}

/** Puts runs and sweeps into the bin. @returns the exit code */
export function putIntoBin(names: readonly string[], options: PutOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const chosen = namedAmong(await deletable(client), names);
    const before = new Set((await client.workspace.bin()).map(({ id }) => id));
    for (const { kind, id } of chosen) {
      if (kind === 'run') await client.runs.delete({ runIds: [id as RunId] });
      else
        await client.sweeps.delete({ sweepId: sweepIdSchema.parse(id), withRuns: options.withRuns ?? false });
    }
    const put = (await client.workspace.bin()).filter(({ id }) => !before.has(id));
    if (options.json) printJson({ type: 'put', entries: put });
    else print(`${countText(put)} in the bin, and gone for good with all files in ${binDays} days.`);
    return exitCodes.ok;
  });
}

/** Takes runs and sweeps back. @returns the exit code */
export function takeOutOfBin(names: readonly string[], options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const inBin = await client.workspace.bin();
    const chosen = namedAmong(inBin, names);
    for (const { kind, id } of chosen) {
      if (kind === 'run') await client.runs.restore({ runIds: [id as RunId] });
      else await client.sweeps.restore({ sweepId: sweepIdSchema.parse(id) });
    }
    const left = new Set((await client.workspace.bin()).map(({ id }) => id));
    const taken = inBin.filter(({ id }) => !left.has(id));
    if (options.json) printJson({ type: 'takenBack', entries: taken });
    else print(`${countText(taken)} back among the others.`);
    return exitCodes.ok;
  });
}

/** Frees all that is in the bin. @returns the exit code */
export function emptyBin(options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    const entries = await client.workspace.bin();
    const cleared = await client.workspace.clear({ kinds: ['bin'] });
    if (options.json) printJson({ type: 'cleared', kinds: cleared });
    else print(`${countText(entries)} gone, and ${formatBytes(cleared[0]?.bytes ?? 0)} free.`);
    return exitCodes.ok;
  });
}

async function deletable(client: EngineClient): Promise<Deletable[]> {
  const sweeps = await client.sweeps.list();
  const runs = await allRuns(client);
  return [
    ...runs.map((run) => ({ kind: 'run' as const, ...run })),
    ...sweeps.map(({ id, name }) => ({ kind: 'sweep' as const, id, name })),
  ];
}

function namedAmong(all: readonly Deletable[], names: readonly string[]): Deletable[] {
  const latest = all.find(({ kind }) => kind === 'run')?.id;
  const chosen = new Set(
    names.map((name) =>
      name === 'last' && latest !== undefined ? latest : idNamed(all, name, 'run or sweep'),
    ),
  );
  return all.filter(({ id }) => chosen.has(id));
}

function binText(entries: readonly BinEntry[]): string {
  if (entries.length === 0) return 'The bin is empty.';
  return formatTable([
    ['ID', 'WHAT', 'NAME', 'DELETED', 'GONE FROM', 'SIZE'],
    ...entries.map(({ id, kind, name, deletedAt, removedFrom, bytes }) => [
      id,
      kind,
      name,
      deletedAt.slice(0, 10),
      removedFrom.slice(0, 10),
      formatBytes(bytes),
    ]),
  ]);
}

/** `3 runs and 1 sweep are`. */
function countText(entries: readonly Pick<BinEntry, 'kind'>[]): string {
  const counted = (['run', 'sweep'] as const).flatMap((kind) => {
    const count = entries.filter((entry) => entry.kind === kind).length;
    return count === 0 ? [] : [`${formatCount(count)} ${kind}${count === 1 ? '' : 's'}`];
  });
  const text = counted.length === 0 ? 'Nothing' : counted.join(' and ');
  return `${text} ${entries.length > 1 ? 'are' : 'is'}`;
}
