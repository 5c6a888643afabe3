import { SingleBar } from 'cli-progress';
import type { RunEvent } from '@shared/contract/events';
import type { RunId } from '@shared/ids';
import { activeStates, type RunSummary } from '@shared/runs/run';

/** How runs that are trained together go, on stderr: a bar in a terminal; elsewhere a line for each that has ended. */
export class SeedsProgress {
  private readonly shares = new Map<RunId, number>();
  private ended = 0;
  private readonly bar: SingleBar | null = null;

  /** @param called what a run is called by: `seed 5`, `fold 2` */
  constructor(
    private readonly runs: number,
    private readonly called: (run: RunSummary) => string,
  ) {
    if (!process.stderr.isTTY) return;
    this.bar = new SingleBar({
      format: '{bar} {percentage} %  {ended} of {runs} runs ended',
      barsize: 24,
      hideCursor: true,
      stream: process.stderr,
    });
    this.bar.start(runs, 0, { ended: 0, runs });
  }

  hear(runId: RunId, event: RunEvent): void {
    if (event.type === 'progress') this.show(runId, event.progress.step / event.progress.totalSteps);
    else if (event.type === 'summary' && !activeStates.includes(event.run.state)) this.countEnd(event.run);
  }

  end(): void {
    this.bar?.stop();
  }

  private countEnd(run: RunSummary): void {
    const { id, state } = run;
    this.ended += 1;
    if (this.bar === null)
      process.stderr.write(`${this.called(run)}: ${state} (${this.ended} of ${this.runs})\n`);
    this.show(id, 1);
  }

  private show(runId: RunId, share: number): void {
    this.shares.set(runId, share);
    const done = [...this.shares.values()].reduce((sum, each) => sum + each, 0);
    this.bar?.update(done, { ended: this.ended, runs: this.runs });
  }
}
