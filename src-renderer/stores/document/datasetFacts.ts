import { factsOfSpec, type DatasetSpec } from '@shared/data/spec';
import type { DatasetFacts as SharedFacts } from '@shared/experiment/validation';

/** What the network needs to know of its data, and what its classes are called. */
export interface DatasetFacts extends SharedFacts {
  /** Empty where they are not known yet, and for regression. */
  readonly classNames: readonly string[];
}

/** What the specification alone says, before the engine has looked; null where only the files can tell. */
export function factsBeforeReading(dataset: DatasetSpec): DatasetFacts | null {
  const { inputShape, task, classNames = [], targetSize = 1 } = factsOfSpec(dataset);
  if (inputShape === undefined || task === undefined) return null;
  return { inputShape, task, classes: classNames.length, classNames, targetSize };
}
