import type { ResolvedTraining } from './resolve';
import type { ScheduleClock } from './schedule';

/**
 * The learning rate of the step about to be taken. The warm-up rises linearly and reaches the full rate on its
 * last step; the schedule then plans over the steps that are left.
 * @param history the monitored validation loss of each epoch so far, for schedules that react to it.
 */
export function learningRateAt(
  training: ResolvedTraining,
  clock: ScheduleClock,
  history: readonly number[] = [],
): number {
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
  const planned = definition.factor(parameters, afterWarmup);
  const reacted = definition.reactiveFactor?.(parameters, history) ?? 1;
  return learningRate * planned * reacted;
}
