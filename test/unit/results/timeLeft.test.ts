import type { Progress } from '@shared/runs/run';
import { describe, expect, it } from 'vitest';
import { TimeLeft } from '../../../src-renderer/features/train/timeLeft';

function at(elapsedSeconds: number, remainingSeconds: number | null): Progress {
  return {
    step: 1,
    totalSteps: 100,
    epoch: 0,
    epochs: 10,
    examplesPerSecond: 1,
    elapsedSeconds,
    remainingSeconds,
  };
}

describe('the time left', () => {
  it('is not told before the estimates of two seconds agree', () => {
    const left = new TimeLeft();
    expect(left.after(at(0, null))).toBeNull();
    expect(left.after(at(0.5, 900))).toBeNull();
    expect(left.after(at(1, 300))).toBeNull();
    // Two seconds after the first one they still differ by hundreds of seconds.
    expect(left.after(at(2.5, 100))).toBeNull();
    expect(left.after(at(3, 97))).toBeNull();
    expect(left.after(at(4.5, 95.5))).toBe(95.5);
  });

  it('is the median of the last estimates, so that one slow moment does not show', () => {
    const left = new TimeLeft();
    for (const second of [1, 2, 3, 4]) left.after(at(second, 100 - second));
    expect(left.after(at(5, 400))).toBe(95);
  });

  it('is told anew after the run has gone back to its checkpoint', () => {
    const left = new TimeLeft();
    for (const second of [1, 2, 3, 4]) left.after(at(second, 100 - second));
    expect(left.after(at(2, 98))).toBeNull();
  });
});
