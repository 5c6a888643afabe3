import { AppError } from '@shared/errors';
import { type SplitRequest, type Splits, shuffled, splitExamples } from './shares';

/**
 * Examples whose split the data names. Where it names none for validation, the validation share is drawn from those for
 * training, each class in the same share.
 * @throws AppError `badDataset` where nothing is left to train on.
 */
export function splitAsAssigned(request: SplitRequest, assigned: Uint8Array): Splits {
  const of = (split: number): number[] => {
    const found: number[] = [];
    for (let index = 0; index < request.examples; index++) if (assigned[index] === split) found.push(index);
    return found;
  };
  const training = of(0);
  const validation = of(1);
  const test = of(2);
  if (training.length === 0) {
    throw new AppError('badDataset', 'No row is for training', {
      where: request.name,
      remedy: 'Write training in the rows to learn from, or share out by shares.',
    });
  }
  const { seed, labels, validationFraction } = request;
  if (validation.length > 0 || validationFraction === 0) {
    return {
      training: shuffled(training, seed, -1),
      validation: shuffled(validation, seed, -2),
      test: shuffled(test, seed, -3),
    };
  }
  const drawn = splitExamples({
    ...request,
    examples: training.length,
    labels: labels === null ? null : training.map((index) => labels[index] ?? 0),
    own: { validation: 0, test: 0 },
    testFraction: 0,
  });
  const back = (indices: Int32Array): Int32Array => indices.map((index) => training[index] ?? 0);
  return {
    training: back(drawn.training),
    validation: back(drawn.validation),
    test: shuffled(test, seed, -3),
  };
}
