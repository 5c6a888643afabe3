import type { Queue, QueueEntry } from '@shared/contract/queue/queue';
import { formatCount } from '@shared/format';
import { waitsAs } from '@shared/contract/queue/queueWords';
import { exitCodes } from '../../exitCodes';
import { findRun, findRuns } from '../../findRun';
import { formatTable, print, printJson } from '../../output/output';
import { withExistingWorkspace, type CommonOptions } from '../../session/session';
import { UsageError } from '../../usageError';

export interface MoveOptions extends CommonOptions {
  readonly first?: boolean;
  readonly last?: boolean;
  /** A run that waits. */
  readonly before?: string;
}

/** Lists what waits, in the order in which it will be trained. @returns the exit code */
export function showQueue(options: CommonOptions): Promise<number> {
  return withExistingWorkspace(options, async ({ client }) => {
    tell(await client.queue.list(), options);
    return exitCodes.ok;
  });
}

/** Puts waiting runs elsewhere in the queue, of whichever Layerlab on the workspace. @returns the exit code */
export function moveInQueue(names: readonly string[], options: MoveOptions): Promise<number> {
  if (!options.first && !options.last && options.before === undefined) {
    throw new UsageError('It was not said where to', {
      remedy: 'Give --first, --last or --before RUN.',
    });
  }
  return withExistingWorkspace(options, async ({ client }) => {
    const runIds = await findRuns(client, names);
    const before = options.before === undefined ? null : await findRun(client, options.before);
    const { waiting } = await client.queue.list();
    const first = waiting[0]?.runIds[0] ?? null;
    tell(await client.queue.move({ runIds, before: options.first ? first : before }), options);
    return exitCodes.ok;
  });
}

function tell({ waiting, interrupted }: Queue, { json }: CommonOptions): void {
  if (json) return printJson({ type: 'queue', waiting, interrupted });
  print(waiting.length === 0 ? 'Nothing waits.' : tableOf(waiting));
  if (interrupted.length === 0) return;
  print('\nInterrupted; they keep their places for when they go on:');
  print(tableOf(interrupted));
}

function tableOf(entries: readonly QueueEntry[]): string {
  return formatTable([
    ['PLACE', 'ID', 'NAME', 'WAITS AS'],
    ...entries.map((entry, place) => [
      formatCount(place + 1),
      entry.runIds[0] ?? '',
      entry.name,
      waitsAs(entry),
    ]),
  ]);
}
