import { AppError } from '@shared/errors';
import type { LibrarySettings } from '@shared/training/computing/librarySettings';
import { leaveProcessorToOthers } from '../../../processes/priority';
import { TrainerProcess, type TrainerFacts } from './trainerProcess';

/**
 * Starts trainer processes, and keeps one ready in advance while somebody looks on: loading TensorFlow takes longer
 * than a person who presses the button wants to wait.
 */
export class TrainerPool {
  private spare: TrainerProcess | null = null;
  /** What the next job is expected to want: what the last one did. */
  private expected: LibrarySettings = { parallelism: 'operations', interOp: 'caller', kernels: 'processor' };
  private readonly alive = new Set<TrainerProcess>();
  /** Those that were sent away before they had a job: their end says nothing. */
  private readonly sentAway = new WeakSet<TrainerProcess>();
  private onlookers = 0;
  private known: TrainerFacts | null = null;
  private problem: string | null = null;
  private closed = false;

  /** @param machineCode folder in which trainers keep what they compile */
  constructor(
    private readonly entry: () => string,
    private readonly machineCode: string,
  ) {}

  /** What the latest trainer said of itself; null before the first one has. */
  get facts(): TrainerFacts | null {
    return this.known;
  }

  /** Why there is no native training: the trainer's own word, or how it died before it had one. */
  get nativeProblem(): string | null {
    return this.known === null ? this.problem : this.known.nativeProblem;
  }

  /** Waits for the first trainer's word where none has spoken. @throws AppError where it cannot start */
  async learnFacts(): Promise<TrainerFacts> {
    while (this.known === null) {
      // One that has its job already, but has not spoken yet, knows them too.
      const starting = [...this.alive].find((trainer) => !this.sentAway.has(trainer)) ?? this.warm();
      if (starting === null) throw new Error('the pool is closed');
      try {
        return await starting.ready;
      } catch (error) {
        if (!this.sentAway.has(starting)) throw error;
      }
    }
    return this.known;
  }

  /** Starts the next trainer in advance, unless there is one. @returns it, or null where the pool is closed */
  private warm(): TrainerProcess | null {
    if (!this.closed && (this.spare === null || this.spare.isGone)) this.spare = this.start();
    return this.spare;
  }

  /**
   * A trainer without a job; the caller releases it.
   * @param settings that it takes for as long as it lives; whichever they are where that does not matter
   */
  take(settings = this.expected): TrainerProcess {
    if (!isSame(settings, this.expected)) this.releaseSpare();
    this.expected = settings;
    const trainer = this.spare !== null && !this.spare.isGone ? this.spare : this.start();
    this.spare = null;
    void trainer.exited.then(() => this.onlookers > 0 && this.warm());
    return trainer;
  }

  /** While anyone looks on a trainer is kept ready. @returns what ends the looking. */
  look(): () => void {
    this.onlookers += 1;
    this.warm();
    let looking = true;
    return () => {
      if (looking) this.onlookers -= 1;
      looking = false;
      if (this.onlookers === 0) this.releaseSpare();
    };
  }

  processIds(): number[] {
    return [...this.alive].flatMap((trainer) => trainer.pid ?? []);
  }

  /** Ends the spare and lets no more be started ahead; those that were taken are their takers' to end. */
  close(): void {
    this.closed = true;
    this.releaseSpare();
  }

  /** Resolves when no trainer is left. */
  async allGone(): Promise<void> {
    await Promise.all([...this.alive].map((trainer) => trainer.exited));
  }

  private releaseSpare(): void {
    if (this.spare === null) return;
    this.sentAway.add(this.spare);
    void this.spare.release();
    this.spare = null;
  }

  private start(): TrainerProcess {
    const trainer = new TrainerProcess(this.entry(), this.expected, this.machineCode);
    leaveProcessorToOthers(trainer.pid);
    this.alive.add(trainer);
    trainer.ready.then(
      (facts) => (this.known = facts),
      (error: unknown) => {
        if (!this.sentAway.has(trainer)) this.problem = AppError.from(error).message;
      },
    );
    void trainer.exited.then(() => this.alive.delete(trainer));
    return trainer;
  }
}

function isSame(a: LibrarySettings, b: LibrarySettings): boolean {
  return a.parallelism === b.parallelism && a.interOp === b.interOp && a.kernels === b.kernels;
}
