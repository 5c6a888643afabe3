import { upperMedian } from '../../ops/median';
import type { RunRecord } from '../record';
import { smallestOf } from '../../extremes';

/** The validation loss of each epoch, evened out over a few, and how much it wavers from one to the next. */
export interface ValidationCurve {
  readonly smooth: readonly number[];
  readonly steps: readonly number[];
  readonly noise: number;
  /** Place of the smallest, from 0. */
  readonly best: number;
  /** Epochs that are evened out over. */
  readonly window: number;
}

export function validationCurve({ facts }: RunRecord): ValidationCurve | null {
  const steps = Array.from(facts.validationLoss.steps);
  const values = Array.from(facts.validationLoss.values, (value) => value ?? Infinity);
  if (values.length < 5 || values.some((value) => !Number.isFinite(value))) return null;
  const half = Math.min(3, Math.floor(values.length / 10));
  const smooth = values.map((_, place) => {
    const near = values.slice(Math.max(0, place - half), place + half + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
  const jumps = values.slice(1).map((value, place) => Math.abs(value - (values[place] ?? value)));
  const best = smooth.indexOf(smallestOf(smooth));
  return { smooth, steps, noise: upperMedian(jumps), best, window: 2 * half + 1 };
}
