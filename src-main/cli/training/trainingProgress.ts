import { SingleBar } from 'cli-progress';
import type { RunEvent } from '@shared/contract/events';
import { formatDuration, formatNumber } from '@shared/format';
import type { Progress } from '@shared/runs/run';

/**
 * How a training goes, on stderr: a bar in a terminal; elsewhere a line for the newest epoch each time metrics come, so
 * that of epochs which follow one another faster than metrics do, not each has its line.
 */
export class TrainingProgress {
  private readonly bar: SingleBar | null;
  private started = false;
  private printedEpoch = 0;
  private loss: number | null = null;
  private validationLoss: number | null = null;

  constructor() {
    this.bar = process.stderr.isTTY
      ? new SingleBar({
          format:
            '{bar} {percentage} %  epoch {epoch}  batch loss {loss}  validation loss {validation}  {speed}/s  {left} left',
          barsize: 24,
          hideCursor: true,
          stream: process.stderr,
        })
      : null;
  }

  hear(event: RunEvent): void {
    if (event.type === 'metrics') {
      for (const { split, name, values } of event.batches) {
        if (name !== 'loss') continue;
        if (split === 'training') this.loss = values.at(-1) ?? this.loss;
        else if (split === 'validation') this.validationLoss = values.at(-1) ?? this.validationLoss;
      }
    } else if (event.type === 'progress') this.show(event.progress);
  }

  end(): void {
    this.bar?.stop();
  }

  private show(progress: Progress): void {
    const words = {
      epoch: `${progress.epoch}/${progress.epochs}`,
      loss: formatNumber(this.loss),
      validation: formatNumber(this.validationLoss),
      speed: formatNumber(Math.round(progress.examplesPerSecond)),
      left: formatDuration(progress.remainingSeconds),
    };
    if (this.bar === null) this.printEpoch(progress, words);
    else if (this.started) this.bar.update(progress.step, words);
    else {
      this.started = true;
      this.bar.start(progress.totalSteps, progress.step, words);
    }
  }

  private printEpoch(
    progress: Progress,
    words: { epoch: string; loss: string; validation: string; speed: string },
  ): void {
    if (progress.epoch <= this.printedEpoch) return;
    this.printedEpoch = progress.epoch;
    const { epoch, loss, validation, speed } = words;
    process.stderr.write(
      `epoch ${epoch}  batch loss ${loss}  validation loss ${validation}  ${speed} examples/s\n`,
    );
  }
}
