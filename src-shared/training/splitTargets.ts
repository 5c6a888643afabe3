import type { DatasetTask } from '../catalogue/task';

/** What is to be learnt: it decides which metrics there are. */
export interface LearntTask {
  readonly task: DatasetTask;
  /** 0 for regression. */
  readonly classes: number;
}

/** What kind of targets a data set has. */
export interface TargetKind extends LearntTask {
  /** Values to predict an example; 1 for classification. */
  readonly targetSize: number;
}

/** What a split's targets say by themselves, without a network. */
export interface SplitTargets {
  readonly examples: number;
  /** How many examples each class has; empty for regression. */
  readonly classCounts: readonly number[];
  /** Of each value to predict; empty for classification. */
  readonly means: readonly number[];
  /** Sum of each value's squared deviations from its mean; empty for classification. */
  readonly squaredDeviations: readonly number[];
}

/** @param indices of the split's examples */
export function summarizeTargets(
  { task, classes, targetSize, targets }: TargetKind & { readonly targets: Int32Array | Float32Array },
  indices: Int32Array,
): SplitTargets {
  const examples = indices.length;
  if (task === 'classification') {
    const classCounts = new Array<number>(classes).fill(0);
    for (const index of indices) {
      const label = targets[index] ?? -1;
      classCounts[label] = (classCounts[label] ?? 0) + 1;
    }
    return { examples, classCounts, means: [], squaredDeviations: [] };
  }
  const sumsOf = (term: (value: number, place: number) => number) => {
    const sums = new Array<number>(targetSize).fill(0);
    for (const index of indices) {
      for (let place = 0; place < targetSize; place++) {
        sums[place] = (sums[place] ?? 0) + term(targets[index * targetSize + place] ?? NaN, place);
      }
    }
    return sums;
  };
  const means = sumsOf((value) => value).map((sum) => sum / examples);
  const squaredDeviations = sumsOf((value, place) => (value - (means[place] ?? NaN)) ** 2);
  return { examples, classCounts: [], means, squaredDeviations };
}
