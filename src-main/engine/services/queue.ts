import type { Queue, QueueUnit } from '@shared/contract/queue';
import type { EngineParts } from '../engineParts';
import { continueRun } from '../jobs/startRun';
import type { Unit } from '../runs/queue/units';
import type { ServiceBase } from './base';
import { statusOf } from './engine';

export function queueService(base: ServiceBase, parts: EngineParts) {
  const { runs, queue, lease, broadcaster } = parts;

  /** Without runs that have a trainer, which their rows do not say before it has begun; nothing where all have. */
  function told({ kind, name, runs: members }: Unit): QueueUnit[] {
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

  return {
    list: base.queue.list.handler(list),
    move: base.queue.move.handler(({ input: { runIds, before } }) => {
      runs.queue.move(runIds, before);
      return changed();
    }),
    continue: base.queue.continue.handler(async () => {
      for (const { runs: members } of runs.queue.interrupted()) {
        for (const { id } of members) {
          await continueRun(parts, id);
          broadcaster.runChanged(runs.summary(id));
        }
      }
      return changed();
    }),
  };
}
