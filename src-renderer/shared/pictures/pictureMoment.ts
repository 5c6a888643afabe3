import type { Picture } from '@shared/pictures/catalogue';
import { activeStates, type Progress, type RunSummary } from '@shared/runs/run';
import { formatCount } from '../format';

/**
 * The epoch that a step belongs to: one under way counts from 1, as the one that is being trained. Null where it is not
 * known how many steps an epoch has.
 */
export function epochAt(step: number, progress: Progress | null): number | null {
  if (progress === null || progress.epochs === 0 || progress.totalSteps === 0) return null;
  const stepsPerEpoch = progress.totalSteps / progress.epochs;
  return Math.max(1, Math.ceil(step / stepsPerEpoch));
}

/**
 * Which moment of its training a picture shows, in words: `epoch 3 of 20, step 188`; once training is over the picture is of
 * the weights that are kept: `best epoch 12 of 20, step 600`.
 */
export function pictureMoment(picture: Picture, run: RunSummary | null, progress: Progress | null): string {
  const step = `step ${formatCount(picture.step)}`;
  const epoch = epochAt(picture.step, progress);
  if (progress === null || epoch === null) return step;
  const isWhole = picture.step === (epoch * progress.totalSteps) / progress.epochs;
  const isBest =
    run !== null && !activeStates.includes(run.state) && isWhole && run.metrics.bestEpoch === epoch;
  return `${isBest ? 'best epoch' : 'epoch'} ${formatCount(epoch)} of ${formatCount(progress.epochs)}, ${step}`;
}
