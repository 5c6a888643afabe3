import { InferenceProcess } from './inferenceProcess';

/** Milliseconds that a process stays after its last answer: long enough for a person who tries things out. */
const idleTime = 60_000;
/** Models that are held ready at once. */
const mostProcesses = 2;

interface Kept {
  readonly process: InferenceProcess;
  requests: number;
  idle: NodeJS.Timeout | null;
}

/** A process for each model that is being tried, kept a while for the next request. */
export class InferencePool {
  /** By the model's path, the one used last at the end. */
  private readonly kept = new Map<string, Kept>();

  /** @param spare a process that was started ahead, for the first model */
  constructor(
    private readonly entry: () => string,
    private spare: InferenceProcess | null = null,
  ) {}

  /** Does some work with the model's process. */
  async with<Result>(path: string, work: (inference: InferenceProcess) => Promise<Result>): Promise<Result> {
    const kept = this.take(path);
    kept.requests += 1;
    if (kept.idle !== null) clearTimeout(kept.idle);
    kept.idle = null;
    this.endSurplus();
    try {
      return await work(kept.process);
    } finally {
      kept.requests -= 1;
      if (kept.requests === 0) {
        kept.idle = setTimeout(() => void this.end(path), idleTime);
        kept.idle.unref();
        this.endSurplus();
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.takeSpare()?.end(), ...[...this.kept.keys()].map((path) => this.end(path))]);
  }

  private take(path: string): Kept {
    const there = this.kept.get(path);
    const kept =
      there === undefined || there.process.isGone
        ? { process: this.takeSpare() ?? new InferenceProcess(this.entry()), requests: 0, idle: null }
        : there;
    this.kept.delete(path);
    this.kept.set(path, kept);
    return kept;
  }

  private takeSpare(): InferenceProcess | null {
    const { spare } = this;
    this.spare = null;
    return spare?.isGone ? null : spare;
  }

  /** Ends those that were used longest ago and have nothing to answer. */
  private endSurplus(): void {
    for (const [path, { requests }] of [...this.kept]) {
      if (this.kept.size <= mostProcesses) return;
      if (requests === 0) void this.end(path);
    }
  }

  private async end(path: string): Promise<void> {
    const kept = this.kept.get(path);
    this.kept.delete(path);
    if (kept?.idle) clearTimeout(kept.idle);
    await kept?.process.end();
  }
}
