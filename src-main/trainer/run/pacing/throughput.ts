import type { Progress } from '@shared/runs/run';
import type { Clock } from './clock';

/** Measures how fast a run goes, over the last second or so, pauses left out. */
export class Throughput {
  private slices: { at: number; seconds: number; examples: number; steps: number }[] = [];

  add(seconds: number, examples: number, steps: number): void {
    const at = performance.now();
    this.slices.push({ at, seconds, examples, steps });
    // The last slice stays however old it is: a single step may take longer than the window.
    while (this.slices.length > 1 && at - (this.slices[0]?.at ?? at) > 1500) this.slices.shift();
  }

  private rate(of: 'examples' | 'steps'): number {
    const seconds = this.slices.reduce((sum, slice) => sum + slice.seconds, 0);
    return seconds === 0 ? 0 : this.slices.reduce((sum, slice) => sum + slice[of], 0) / seconds;
  }

  progress(clock: Clock, epochs: number, stepsPerEpoch: number): Progress {
    const totalSteps = epochs * stepsPerEpoch;
    const stepsPerSecond = this.rate('steps');
    return {
      step: clock.step,
      totalSteps,
      epoch: clock.epoch,
      epochs,
      examplesPerSecond: this.rate('examples'),
      elapsedSeconds: clock.elapsedSeconds,
      remainingSeconds: stepsPerSecond === 0 ? null : (totalSteps - clock.step) / stepsPerSecond,
    };
  }
}
