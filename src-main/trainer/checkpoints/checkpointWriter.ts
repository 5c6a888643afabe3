import type { BestKeeper } from '../run/bestKeeper';
import { isFinite, writeCheckpoint } from './checkpoint';
import type { Clock } from '../run/clock';
import type { FromTrainer } from '../protocol';
import type { TrainingSession } from '../session/session';

const intervalMilliseconds = 5000;
/** Checkpoints may take this share of the time. */
const share = 0.05;

/** Writes a run's checkpoints and tells of them. */
export class CheckpointWriter {
  private next = performance.now() + intervalMilliseconds;
  /** Of the parameters last written; null before. */
  weightsHash: string | null = null;

  constructor(
    private readonly directory: string,
    private readonly session: TrainingSession,
    private readonly best: BestKeeper,
    private readonly send: (message: FromTrainer) => void,
  ) {}

  get isDue(): boolean {
    return performance.now() >= this.next;
  }

  /** The best first: where the process dies between the two, the epochs after the last are trained again. */
  save(clock: Clock): void {
    const from = performance.now();
    this.saveBest();
    this.saveLast(clock);
    const now = performance.now();
    this.next = now + Math.max(intervalMilliseconds, (now - from) / share);
  }

  /** Keeps the checkpoint before where the state is no longer finite. */
  saveLast(clock: Clock): void {
    const tensors = this.session.readState();
    if (!isFinite(tensors)) return;
    const { step, epoch } = clock;
    this.weightsHash = writeCheckpoint(this.directory, 'last', { tensors, clock });
    this.send({ type: 'checkpoint', name: 'last', step, epoch, weightsHash: this.weightsHash });
  }

  saveBest(): void {
    const checkpoint = this.best.takeUnsaved();
    if (checkpoint === null) return;
    const { step, epoch } = checkpoint.clock;
    const weightsHash = writeCheckpoint(this.directory, 'best', checkpoint);
    this.send({ type: 'checkpoint', name: 'best', step, epoch, weightsHash });
  }
}
