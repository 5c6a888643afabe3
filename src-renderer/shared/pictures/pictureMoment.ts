import type { Picture } from '@shared/pictures/catalogue';
import { activeStates, type Progress, type RunSummary } from '@shared/runs/run';
import { formatCount } from '../format';

/**
 * Which moment of its training a picture shows, in words: `epoch 3 of 20, step 188`; once training is over the picture is of
 * the weights that are kept: `best epoch 12 of 20, step 600`.
 */
export function pictureMoment(picture: Picture, run: RunSummary | null, progress: Progress | null): string {
  const step = `step ${formatCount(picture.step)}`;
  if (progress === null || progress.epochs === 0 || progress.totalSteps === 0) return step;
  const stepsPerEpoch = progress.totalSteps / progress.epochs;
  const isWhole = picture.step % stepsPerEpoch === 0 && picture.step > 0;
  // An epoch under way counts from 1, as the one that is being trained.
  const epoch = isWhole ? picture.step / stepsPerEpoch : Math.floor(picture.step / stepsPerEpoch) + 1;
  const isBest =
    run !== null && !activeStates.includes(run.state) && isWhole && run.metrics.bestEpoch === epoch;
  return `${isBest ? 'best epoch' : 'epoch'} ${formatCount(epoch)} of ${formatCount(progress.epochs)}, ${step}`;
}
