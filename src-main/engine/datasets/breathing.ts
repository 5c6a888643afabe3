import { setImmediate } from 'node:timers/promises';

const longestBlockMilliseconds = 12;

/** Lets a long computation give way to whatever else the process has to answer. */
export class Breathing {
  private lastPause = performance.now();

  constructor(private readonly signal: AbortSignal | undefined) {}

  /** To be awaited often: pauses where enough time has passed. @throws the signal's reason once it is aborted. */
  async pause(): Promise<void> {
    this.signal?.throwIfAborted();
    if (performance.now() - this.lastPause < longestBlockMilliseconds) return;
    await setImmediate();
    this.lastPause = performance.now();
  }
}
