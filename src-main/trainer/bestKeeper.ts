import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingConfig } from '@shared/training/config';
import { readCheckpoint, type Clock } from './checkpoint';
import { checkpointFile } from './protocol';
import type { Evaluation, StateTensor } from './session';

/** Keeps the weights of the best epoch so far, and says when patience has run out. */
export class BestKeeper {
  found: Clock['best'] = null;
  weights: readonly StateTensor[] | null = null;
  private saved = true;

  constructor(private readonly stopping: TrainingConfig['earlyStopping']) {}

  /** Smaller is better. Without early stopping the loss decides. */
  private scoreOf({ loss, accuracy }: Evaluation): number {
    return this.stopping?.monitor === 'accuracy' && accuracy !== null ? -accuracy : loss;
  }

  /** @returns whether this epoch is the best; only then are its weights read. */
  offer(evaluation: Evaluation, epoch: number, read: () => readonly StateTensor[]): boolean {
    const score = this.scoreOf(evaluation);
    const least = this.stopping?.minimumChange ?? 0;
    if (!Number.isFinite(score) || (this.found !== null && score >= this.found.score - least)) return false;
    this.found = { score, epoch };
    this.weights = read();
    this.saved = false;
    return true;
  }

  isOutOfPatience(epoch: number): boolean {
    return (
      this.stopping !== undefined && this.found !== null && epoch - this.found.epoch >= this.stopping.patience
    );
  }

  /** The best weights where they have not been written since they were found. */
  takeUnsaved(): readonly StateTensor[] | null {
    if (this.saved) return null;
    this.saved = true;
    return this.weights;
  }

  /** Takes up where a checkpoint left off. */
  restore(directory: string, found: Clock['best']): void {
    const path = join(directory, checkpointFile.best);
    this.found = found;
    if (found !== null && existsSync(path)) this.weights = readCheckpoint(path).tensors;
  }
}
