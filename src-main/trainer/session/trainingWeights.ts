import { weightsOfClasses } from '@shared/training/classWeights';
import type { SessionRequest } from './session';

/** What each class counts in the training loss, from the training split; null where all count the same. */
export function trainingWeightsOf({
  training,
  data,
}: Pick<SessionRequest, 'training' | 'data'>): readonly number[] | null {
  if (data.task !== 'classification') return null;
  const counts = new Array<number>(data.classes).fill(0);
  for (const index of data.splits.training) {
    const label = data.targets[index] ?? 0;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return weightsOfClasses(training.config.classWeights, counts);
}
