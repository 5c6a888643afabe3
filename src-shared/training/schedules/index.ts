import type { ResolvedTraining } from '../resolve';
import type { AnyScheduleDefinition, ScheduleClock } from '../schedule';
import { constant } from './constant';
import { cosine } from './cosine';
import { exponential } from './exponential';
import { oneCycle } from './oneCycle';
import { reduceOnPlateau } from './reduceOnPlateau';
import { step } from './step';

/** Every schedule, in the order forms show them. A new schedule is its file and its line here. */
export const scheduleCatalogue: readonly AnyScheduleDefinition[] = [
  constant,
  step,
  exponential,
  cosine,
  oneCycle,
  reduceOnPlateau,
];

const byKind = new Map(scheduleCatalogue.map((definition) => [definition.kind, definition]));

export function findSchedule(kind: string): AnyScheduleDefinition | undefined {
  return byKind.get(kind);
}

/**
 * The learning rate of the step about to be taken. The warm-up rises linearly and reaches the full rate on its
 * last step; the schedule then plans over the steps that are left.
 * @param reactiveFactor what {@link reactiveFactorOf} gave after the last epoch; 1 before.
 */
export function learningRateAt(training: ResolvedTraining, clock: ScheduleClock, reactiveFactor = 1): number {
  const { learningRate } = training.optimizer.parameters;
  const { warmupSteps } = training.config;
  if (clock.step < warmupSteps) return (learningRate * (clock.step + 1)) / warmupSteps;
  if (training.schedule === null) return learningRate;
  const { definition, parameters } = training.schedule;
  const afterWarmup: ScheduleClock = {
    step: clock.step - warmupSteps,
    stepsPerEpoch: clock.stepsPerEpoch,
    totalSteps: Math.max(1, clock.totalSteps - warmupSteps),
  };
  return learningRate * definition.factor(parameters, afterWarmup) * reactiveFactor;
}

/** The factor that a reacting schedule sets for the next epoch; 1 where the schedule does not react. */
export function reactiveFactorOf(training: ResolvedTraining, validationLosses: readonly number[]): number {
  const schedule = training.schedule;
  return schedule?.definition.reactiveFactor?.(schedule.parameters, validationLosses) ?? 1;
}
