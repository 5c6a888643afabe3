import { AppError } from '../../errors';
import type { NetworkProblem } from '../../network/inference';
import { formatShape, type Shape } from '../../ops/shape';
import { type Augmentation, augmentationsOf } from '../../training/augmentations';
import { problemOf } from './problem';

/** Where random changes do not suit the examples: there are no images, or too little would be left of them. */
export function augmentationProblems(
  augmentation: Augmentation | undefined,
  inputShape: Shape,
): NetworkProblem[] {
  const wanted = augmentationsOf(augmentation);
  if (wanted.length === 0) return [];
  const [height = 0, width = 0, channels = 0] = inputShape;
  if (inputShape.length !== 3) {
    const error = new AppError('badTraining', 'Augmentation changes images; this data set has none', {
      where: 'training.augmentation',
      remedy: 'Switch augmentation off.',
    });
    return [problemOf(error)];
  }
  return wanted.flatMap(({ definition, strength }) => {
    const misfit = definition.misfit?.(strength, { height, width, channels }) ?? null;
    if (misfit === null) return [];
    const where = `training.augmentation.${definition.kind}`;
    const message = `${misfit.message} (images are ${formatShape(inputShape)})`;
    return [problemOf(new AppError('badTraining', message, { where, remedy: misfit.remedy }))];
  });
}
