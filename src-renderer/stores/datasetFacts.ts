import type { DatasetSpec } from '@shared/data/spec';
import type { DatasetFacts as SharedFacts } from '@shared/experimentValidation';
import type { Shape } from '@shared/ops/shape';

/** What the network needs to know of its data, and what its classes are called. */
export interface DatasetFacts extends SharedFacts {
  /** Empty where they are not known yet, and for regression. */
  readonly classNames: readonly string[];
}

function classification(inputShape: Shape, classes: number): DatasetFacts {
  return { inputShape, task: 'classification', classes, classNames: [], targetSize: 1 };
}

/** What the specification alone says, before the engine has looked; null where only the files can tell. */
export function factsOfSpec(dataset: DatasetSpec): DatasetFacts | null {
  switch (dataset.kind) {
    case 'moons':
    case 'circles':
    case 'xor':
    case 'linear':
      return classification([2], 2);
    case 'spirals':
    case 'blobs':
      return classification([2], dataset.classes);
    case 'function1d':
      return { inputShape: [1], task: 'regression', classes: 0, classNames: [], targetSize: 1 };
    case 'renderedDigits':
      return classification([28, 28, 1], 10);
    case 'renderedShapes':
    case 'cifar10':
      return classification([32, 32, 3], 10);
    case 'csv':
    case 'idx':
      return null;
  }
}
