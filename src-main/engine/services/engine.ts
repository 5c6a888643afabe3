import { readFileSync } from 'node:fs';
import type { EngineStatus } from '@shared/contract/events';
import type { EngineParts } from '../engineParts';
import type { ServiceBase } from './base';

/** Milliseconds that a first call for the status waits for the native library to be found. */
const nativePatience = 15_000;

export function engineService(base: ServiceBase, parts: EngineParts) {
  return {
    status: base.engine.status.handler(async () => {
      await nativeKnown(parts);
      return statusOf(parts);
    }),
    watch: base.engine.watch.handler(async function* ({ signal }) {
      const { broadcaster, trainers } = parts;
      const stream = broadcaster.subscribeToWorkspace();
      const endLook = trainers.look();
      try {
        stream.statusChanged(statusOf(parts));
        void nativeKnown(parts).then(() => stream.statusChanged(statusOf(parts)));
        yield* stream.events(signal, parts.writable);
      } finally {
        endLook();
        broadcaster.unsubscribeFromWorkspace(stream);
      }
    }),
  };
}

/** What the status bar tells. */
export function statusOf({ versions, trainers, workspace, queue, runs, lease }: EngineParts): EngineStatus {
  return {
    version: versions.layerlab,
    node: process.versions.node,
    tensorflow: trainers.facts?.tensorflow ?? null,
    nativeProblem: trainers.nativeProblem,
    threads: trainers.facts?.threads ?? 0,
    workspace: workspace.home,
    runningJobs: queue.runningCount,
    queuedJobs: queue.queuedCount,
    runsElsewhere: runs.activeElsewhere(lease.name).map(({ id }) => id),
    memoryBytes:
      process.memoryUsage.rss() + trainers.processIds().reduce((sum, id) => sum + residentBytes(id), 0),
    runs: runs.count(),
  };
}

/** Resolves when a trainer has told of the native library, or has had its time. */
async function nativeKnown({ trainers, log }: EngineParts): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, nativePatience)));
  const known = trainers.learnFacts().then(
    () => undefined,
    (error: unknown) => log.error({ err: error }, 'no trainer could be started'),
  );
  await Promise.race([known, patience]);
  clearTimeout(timer);
}

/** Resident memory of another process; 0 where the platform does not tell it in a file. */
function residentBytes(processId: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
