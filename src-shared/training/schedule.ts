import type { ScheduleCode } from '../frameworks/trainingCode';
import type { Definition } from '../catalogue/definition';

/** How far a run has come, for schedules that plan over the whole of it. */
export interface ScheduleClock {
  /** The step about to be taken, from 0. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
}

/** The learning rate as a function of the step. One file defines it; the catalogue lists it. */
export interface ScheduleDefinition<P extends object = object> extends Definition<P> {
  /** How it is written in Python and JavaScript. */
  readonly code: ScheduleCode<P>;
  /** Factor on the optimizer's learning rate at this step. */
  factor(parameters: P, clock: ScheduleClock): number;
  /**
   * For schedules that react to results: the factor that applies from the next epoch on.
   * `history` holds the monitored validation loss of each epoch so far.
   */
  reactiveFactor?(parameters: P, history: readonly number[]): number;
}

/** With its parameters' type forgotten, as the catalogue holds it: what takes them is a method, as in `AnyLayerDefinition`. */
export type AnyScheduleDefinition = ScheduleDefinition<object>;

export function defineSchedule<P extends object>(definition: ScheduleDefinition<P>): ScheduleDefinition<P> {
  return definition;
}
