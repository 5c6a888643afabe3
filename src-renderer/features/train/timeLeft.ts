import type { Progress } from '@shared/runs/run';
import { upperMedian } from '@shared/ops/median';

/** Seconds of training over which estimates have to agree. */
const trialTime = 2;
/** Estimates agree that lie within this share of the time left, or this many seconds. */
const agreementShare = 0.2;
const agreementSeconds = 2;

interface Estimate {
  readonly at: number;
  /** Seconds that the whole training will have taken. */
  readonly end: number;
}

/**
 * The time left of one run, told from when the estimates agree: the first ones come from steps that warm up. What is told is
 * the median of the last estimates, so that one slow moment does not make it jump.
 */
export class TimeLeft {
  private estimates: Estimate[] = [];
  private isSteady = false;

  /** @returns seconds left; null while that cannot be told */
  after({ elapsedSeconds: at, remainingSeconds }: Progress): number | null {
    // A run that goes on from a checkpoint is behind where it was.
    if (at < (this.estimates.at(-1)?.at ?? 0)) this.forget();
    if (remainingSeconds === null) return null;
    this.estimates.push({ at, end: at + remainingSeconds });
    while ((this.estimates[1]?.at ?? Infinity) <= at - trialTime) this.estimates.shift();
    const ends = this.estimates.map(({ end }) => end);
    const spread = Math.max(...ends) - Math.min(...ends);
    const isTried = at - (this.estimates[0]?.at ?? at) >= trialTime;
    this.isSteady ||= isTried && spread <= Math.max(agreementSeconds, agreementShare * remainingSeconds);
    return this.isSteady ? Math.max(0, upperMedian(ends) - at) : null;
  }

  private forget(): void {
    this.estimates = [];
    this.isSteady = false;
  }
}
