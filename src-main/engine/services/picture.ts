import type { Picture } from '@shared/pictures/catalogue';
import { AppError } from '@shared/errors';
import type { RunId } from '@shared/ids';
import type { EngineParts } from '../engineParts';
import { isDrawable } from '@shared/pictures/catalogue';

/** From the trainer while it runs, else from the best checkpoint, or the last where no epoch was completed. */
export async function pictureOf({ runs, queue, predictors }: EngineParts, runId: RunId): Promise<Picture> {
  const job = queue.job(runId);
  const { checkpoints } = runs.summary(runId);
  const checkpoint = checkpoints[0]?.name;
  if (job === undefined && checkpoint === undefined) {
    throw new AppError('notFound', 'The run has no checkpoint to draw from yet.', {
      where: runId,
      remedy: 'Wait until its training begins, or continue it.',
    });
  }
  const answer =
    job !== undefined
      ? await job.ask({ kind: 'picture' })
      : await predictors.ask(runId, checkpoint ?? 'last', { kind: 'picture' });
  if (answer.kind !== 'picture') throw new Error(`asked for a picture, got ${answer.kind}`);
  if (!isDrawable(answer.picture)) {
    throw new AppError(
      'diverged',
      'The outputs of the network are not all finite numbers, so they cannot be drawn.',
      {
        where: runId,
        remedy: 'Train it anew with a smaller learning rate, clipped gradients or standardized inputs.',
      },
    );
  }
  return answer.picture;
}
