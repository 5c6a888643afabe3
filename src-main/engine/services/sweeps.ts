import { activeSweepStates, type SweepId } from '@shared/runs/sweeps/sweep';
import type { EngineParts } from '../engineParts';
import { putSweepIntoBin, takeSweepOut } from '../clearing/bin';
import type { ServiceBase } from './base';

export function sweepsService(base: ServiceBase, parts: EngineParts) {
  const { sweeps, writable } = parts;
  const changed = async (sweepId: SweepId, change: () => Promise<unknown>) => {
    await change();
    return sweeps.summary(sweepId);
  };
  return {
    start: base.sweeps.start.handler(async ({ input, signal }) => ({
      sweepId: await sweeps.start(input.experiment, signal),
    })),
    continue: base.sweeps.continue.handler(({ input: { sweepId } }) =>
      changed(sweepId, () => sweeps.continue(sweepId)),
    ),
    pause: base.sweeps.pause.handler(({ input: { sweepId } }) =>
      changed(sweepId, () => sweeps.end(sweepId, 'paused')),
    ),
    stop: base.sweeps.stop.handler(({ input: { sweepId } }) =>
      changed(sweepId, () => sweeps.end(sweepId, 'stopped')),
    ),
    delete: base.sweeps.delete.handler(({ input: { sweepId, withRuns } }) => ({
      runIds: putSweepIntoBin(parts, sweepId, withRuns),
    })),
    restore: base.sweeps.restore.handler(({ input: { sweepId } }) => ({
      runIds: takeSweepOut(parts, sweepId),
    })),
    list: base.sweeps.list.handler(() => sweeps.list()),
    get: base.sweeps.get.handler(({ input: { sweepId } }) => ({
      sweep: sweeps.summary(sweepId),
      experiment: sweeps.experiment(sweepId),
      points: sweeps.points(sweepId),
    })),
    watch: base.sweeps.watch.handler(async function* ({ input: { sweepId }, signal }) {
      const { state } = sweeps.summary(sweepId);
      const reader = { summary: () => sweeps.summary(sweepId), points: () => sweeps.points(sweepId) };
      const stream = sweeps.streams.subscribe(sweepId, reader);
      if (!activeSweepStates.includes(state)) stream.close();
      try {
        yield* stream.events(signal, writable);
      } finally {
        sweeps.streams.unsubscribe(sweepId, stream);
      }
    }),
  };
}
