import { generatorCatalogue } from '@shared/data/catalogue';
import type { GeneratorDefinition } from '@shared/data/dataset';
import type { DatasetSpec } from '@shared/data/spec';
import type { DatasetFacts as SharedFacts } from '@shared/experiment/validation';

/** What the network needs to know of its data, and what its classes are called. */
export interface DatasetFacts extends SharedFacts {
  /** Empty where they are not known yet, and for regression. */
  readonly classNames: readonly string[];
}

const drawn: readonly GeneratorDefinition[] = generatorCatalogue;
const generators = new Map(drawn.map((definition) => [definition.kind, definition]));

/** What the specification alone says, before the engine has looked; null where only the files can tell. */
export function factsOfSpec(dataset: DatasetSpec): DatasetFacts | null {
  const generator = generators.get(dataset.kind);
  if (generator !== undefined) {
    const { inputShape, task, classNames, targetSize } = generator.generate(dataset);
    return { inputShape, task, classes: classNames.length, classNames, targetSize };
  }
  if (dataset.kind !== 'cifar10') return null;
  return { inputShape: [32, 32, 3], task: 'classification', classes: 10, classNames: [], targetSize: 1 };
}
