import type { Queue, QueueEntry } from '@shared/contract/queue/queue';
import type { RunId } from '@shared/ids';
import type { EngineParts } from '../engineParts';
import { continueWhatCan } from '../jobs/starting/continueRuns';
import { notWaiting, type PlacedEntry } from '../runs/queue/entries';
import type { ServiceBase } from './base';
import { statusOf } from './engine';

export function queueService(base: ServiceBase, parts: EngineParts) {
  const { runs, queue, lease, broadcaster } = parts;

  /** Without runs that have a trainer, which their rows do not say before it has begun; nothing where all have. */
  function told({ kind, name, runs: members }: PlacedEntry): QueueEntry[] {
    const runIds = members.map(({ id }) => id).filter((id) => queue.job(id) === undefined);
    const elsewhere = members.some(({ owner }) => owner !== null && owner !== lease.name);
    return runIds.length === 0 ? [] : [{ kind, name, runIds, elsewhere }];
  }
  const list = (): Queue => ({
    waiting: runs.queue.waiting().flatMap(told),
    interrupted: runs.queue.interrupted().flatMap(told),
  });
  function changed(): Queue {
    broadcaster.statusChanged(statusOf(parts));
    return list();
  }
  function takeOut(runIds: readonly RunId[]): void {
    const taken = runIds.filter((runId) => queue.takeOut(runId));
    const [first] = runIds;
    if (taken.length === 0 && first !== undefined) throw notWaiting(first);
  }

  return {
    list: base.queue.list.handler(list),
    move: base.queue.move.handler(({ input: { runIds, before } }) => {
      runs.queue.move(runIds, before);
      return changed();
    }),
    continue: base.queue.continue.handler(async () => {
      const placed = runs.queue.interrupted().flatMap((entry) => entry.runs);
      const refused = await continueWhatCan(
        parts,
        placed.map(({ id }) => id),
      );
      const remaining = new Map(refused.map(({ runId, error }) => [runId, error]));
      for (const { id } of placed) if (!remaining.has(id)) broadcaster.runChanged(runs.summary(id));
      return {
        queue: changed(),
        refused: placed.flatMap(({ id, name }) => {
          const error = remaining.get(id);
          return error === undefined ? [] : [{ runId: id, name, error: error.toData() }];
        }),
      };
    }),
    takeOut: base.queue.takeOut.handler(({ input: { runIds } }) => {
      takeOut(runIds);
      return changed();
    }),
    letGo: base.queue.letGo.handler(({ input: { runIds } }) => {
      runs.queue.letGo(runIds);
      return changed();
    }),
  };
}
