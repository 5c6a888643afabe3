import type { BestKeeper } from '../run/bestKeeper';
import type { WeightsFacts } from '@shared/runs/run';
import { areFinite, writeCheckpoint } from './checkpoint';
import type { Clock } from '../run/pacing/clock';
import type { FromTrainer } from '../protocol';
import type { TrainingSession } from '../session/session';

const intervalMilliseconds = 5000;
/** The weights of the best epoch are on disk this soon: what is told of it must not die with the process. */
const bestIntervalMilliseconds = 1000;
/** Checkpoints may take this share of the time. */
const share = 0.05;

/** Writes a run's checkpoints and tells of them. */
export class CheckpointWriter {
  private next = performance.now() + intervalMilliseconds;
  private nextBest = performance.now();
  /** Of the parameters last written; null before. */
  weightsHash: string | null = null;

  constructor(
    private readonly directory: string,
    private readonly session: TrainingSession,
    private readonly best: BestKeeper,
    private readonly send: (message: FromTrainer) => void,
    /** That are trained together and share the time. */
    private readonly runs = 1,
  ) {}

  get isDue(): boolean {
    return performance.now() >= this.next;
  }

  get isBestDue(): boolean {
    return this.best.isUnsaved && performance.now() >= this.nextBest;
  }

  /** The best first: where the process dies between the two, the epochs after the last are trained again. */
  save(clock: Clock): void {
    const from = performance.now();
    this.saveBest();
    this.saveLast(clock);
    const now = performance.now();
    this.next = now + Math.max(intervalMilliseconds, (this.runs * (now - from)) / share);
  }

  /**
   * Keeps the checkpoint before where the state is no longer finite.
   * @param weights which weights the session holds, where they are not those of the clock's step
   */
  saveLast(clock: Clock, weights?: WeightsFacts): void {
    const tensors = this.session.readState();
    if (!areFinite(tensors)) return;
    const facts = writeCheckpoint(this.directory, 'last', { tensors, clock, ...(weights && { weights }) });
    this.weightsHash = facts.weightsHash;
    this.send({ type: 'checkpoint', name: 'last', facts });
  }

  saveBest(): void {
    const checkpoint = this.best.takeUnsaved();
    if (checkpoint === null) return;
    const from = performance.now();
    const facts = writeCheckpoint(this.directory, 'best', checkpoint);
    this.send({ type: 'checkpoint', name: 'best', facts });
    const now = performance.now();
    this.nextBest = now + Math.max(bestIntervalMilliseconds, (this.runs * (now - from)) / share);
  }
}
