import type { ChildProcess } from 'node:child_process';

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why it could not even be started. */
  readonly failure: Error | null;
}

/**
 * Resolves when a child process with a channel is gone and all that it had said, on the channel and on its standard
 * streams, has been heard: its exit may be told before. The event that comes after all pipes, `close`, does not do: it is
 * not emitted where we have disconnected ourselves, nor is then always `disconnect`.
 */
export async function endOf(child: ChildProcess): Promise<ProcessEnd> {
  const disconnected = new Promise((resolve) => child.once('disconnect', resolve));
  const silent = [child.stdout, child.stderr]
    .filter((stream) => stream !== null)
    .map((stream) => new Promise((resolve) => stream.once('close', resolve)));
  const end = await new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, failure: null }));
    child.on('error', (failure) => {
      if (child.pid === undefined) resolve({ code: null, signal: null, failure });
    });
  });
  if (end.failure !== null) return end;
  await Promise.all(silent);
  if (child.connected) await disconnected;
  return end;
}
