import { AppError } from '@shared/errors';
import { type SplitRequest, type Splits, shuffled, splitExamples } from './shares';

/**
 * Examples whose split the data names. Where it names none for validation or for the test, that share is drawn from those
 * for training, each class in the same share.
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
      where: request.place,
      remedy: 'Write training in the rows to learn from, or share out by shares.',
    });
  }
  const { seed, labels, places } = request;
  const validationFraction = validation.length > 0 ? 0 : request.validationFraction;
  const testFraction = test.length > 0 ? 0 : request.testFraction;
  if (validationFraction + testFraction === 0) {
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
    places: {
      ...places,
      at: (example) => places.at(training[example] ?? 0),
      brief: (example) => places.brief(training[example] ?? 0),
    },
    own: { validation: 0, test: 0 },
    validationFraction,
    testFraction,
  });
  const back = (indices: Int32Array): Int32Array => indices.map((index) => training[index] ?? 0);
  return {
    training: back(drawn.training),
    validation: validation.length > 0 ? shuffled(validation, seed, -2) : back(drawn.validation),
    test: test.length > 0 ? shuffled(test, seed, -3) : back(drawn.test),
  };
}
