import type { TrainingData } from '../../session/session';

/** Examples that a confusion matrix or a scatter is counted over, at the most. */
const mostExamples = 2000;

/** Validation examples where there are any, else training examples. */
export function shownExamples(data: TrainingData): { split: 'validation' | 'training'; indices: Int32Array } {
  const split = data.splits.validation.length > 0 ? 'validation' : 'training';
  return { split, indices: data.splits[split].subarray(0, mostExamples) };
}
