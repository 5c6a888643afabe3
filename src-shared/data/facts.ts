import type { PreparedDataset } from './prepared';
import { factsOfSpec, type DatasetSpec } from './spec';

/** What decides which network and which loss a data set can be used with. */
export type DatasetFacts = Pick<PreparedDataset, 'inputShape' | 'task' | 'classNames' | 'windows'>;

/** What the specification alone says, before any file was read; null where only the files can tell. */
export function factsBeforeReading(spec: DatasetSpec): DatasetFacts | null {
  const { inputShape, task, classNames = task === 'regression' ? [] : undefined } = factsOfSpec(spec);
  if (inputShape === undefined || task === undefined || classNames === undefined) return null;
  return { inputShape, task, classNames };
}
