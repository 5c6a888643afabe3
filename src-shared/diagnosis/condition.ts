import type { Observation } from '../network/observation';
import type { Found } from './found';
import type { RunRecord } from './record';

/** Something that can go wrong in a training. One file defines it; one line of the catalogue names it. */
export interface Condition<Kind extends string = string> {
  /** What it is called everywhere: in JSON, on the canvas, in the bench. */
  readonly kind: Kind;
  /** As a heading. */
  readonly title: string;
  /** Why it is so, in a teacher's words. */
  readonly reason: string;
  readonly source: string;
  /** Kinds that it can bring about: where both are found, this one is named as the cause. */
  readonly causes: readonly string[];
  /** @returns what is so now, by layer or for the net; nothing where it is not so, or not sure. */
  look(record: RunRecord): readonly Found[];
}

export function defineCondition<Kind extends string>(condition: Condition<Kind>): Condition<Kind> {
  return condition;
}

/** Observations in which something must be so before it is said. */
export const leastObservations = 3;

/**
 * Since when something is so that lasts: it was so in several observations, and in none since was it clearly not so.
 * @param isSo null where an observation does not tell
 * @param isOver by a wider margin than `isSo`, so that what wavers around its limit is not said anew each time
 */
export function lastingSince(
  observations: readonly Observation[],
  isSo: (observation: Observation) => boolean | null,
  isOver: (observation: Observation) => boolean = (observation) => isSo(observation) === false,
  least = leastObservations,
): { readonly step: number; readonly epoch: number } | null {
  let first: Observation | null = null;
  let count = 0;
  for (const observation of observations) {
    if (isSo(observation) === true) {
      first ??= observation;
      count += 1;
    } else if (isOver(observation)) {
      first = null;
      count = 0;
    }
  }
  return first !== null && count >= least ? { step: first.step, epoch: first.epoch } : null;
}
