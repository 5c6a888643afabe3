import { AppError } from '@shared/errors';
import type { StepResult } from '../../session/session';

/** Whether all steps were taken: a session leaves the update out where one of these numbers is not finite. */
export function isFiniteStep({ loss, penalty, gradientNorm }: StepResult): boolean {
  return [loss, penalty, gradientNorm].every((values) => values.every(Number.isFinite));
}

/** Why such a run has ended. */
export function divergence(step: number): AppError {
  return new AppError('diverged', `The loss or its gradient is no longer a finite number at step ${step}`, {
    where: `step ${step}`,
    remedy: 'Try a smaller learning rate, clip the gradients by norm, or scale the inputs (standardize).',
  });
}
