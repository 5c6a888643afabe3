import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { metricOf } from '@shared/training/metrics/words';
import type { TrainingConfig } from '@shared/training/config';
import type { WeightsFacts } from '@shared/runs/run';
import type { MetricValues } from '@shared/training/metrics';
import { readCheckpoint, weightsAt, type Checkpoint } from '../checkpoints/checkpoint';
import type { Clock } from './pacing/clock';
import { checkpointFile } from '../protocol';
import type { StateTensor } from '../session/session';

/** Keeps the weights of the best epoch so far, with the clock of that epoch, and says when patience has run out. */
export class BestKeeper {
  private kept: Checkpoint | null = null;
  private saved = true;

  constructor(private readonly stopping: TrainingConfig['earlyStopping']) {}

  get weights(): readonly StateTensor[] | null {
    return this.kept?.tensors ?? null;
  }

  /** Which weights those are. */
  get facts(): WeightsFacts | null {
    return this.kept && weightsAt(this.kept.clock);
  }

  /** What is kept has not been written yet. */
  get isUnsaved(): boolean {
    return !this.saved;
  }

  /**
   * The score by which an epoch beats the best so far, or null where it does not. Smaller is better; without early
   * stopping the loss decides.
   */
  scoreToBeat(values: MetricValues, best: Clock['best']): number | null {
    const { kind, better } = metricOf(this.stopping?.monitor ?? 'loss');
    const value = values[kind] ?? NaN;
    const score = better === 'higher' ? -value : value;
    const least = this.stopping?.minimumChange ?? 0;
    return Number.isFinite(score) && (best === null || score < best.score - least) ? score : null;
  }

  isOutOfPatience({ best, epoch }: Clock): boolean {
    return this.stopping !== undefined && best !== null && epoch - best.epoch >= this.stopping.patience;
  }

  keep(checkpoint: Checkpoint): void {
    this.kept = checkpoint;
    this.saved = false;
  }

  /** What is kept, where it has not been written since. */
  takeUnsaved(): Checkpoint | null {
    if (this.saved) return null;
    this.saved = true;
    return this.kept;
  }

  /** Takes up where a run left off. */
  restore(directory: string): void {
    const path = join(directory, checkpointFile.best);
    if (existsSync(path)) this.kept = readCheckpoint(path);
  }
}
