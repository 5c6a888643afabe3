import { badDataset } from './files';
import { largestOf, smallestOf } from '@shared/extremes';

/** More different labels than this are values, not classes. */
const mostClasses = 1000;

/** Labels of images, as classes. */
export interface Labels {
  /** From 0, in the order of the files. */
  readonly labels: Int32Array;
  readonly classNames: readonly string[];
  readonly remarks: readonly string[];
}

/**
 * Labels keep their names where they do not begin at 0: EMNIST's letters are 1 to 26. Numbers between them that no image has
 * are classes without an example.
 * @throws AppError `badDataset` where they are fractions, or too many to be classes
 */
export function namedLabels(stored: ArrayLike<number>, path: string): Labels {
  const all = Float64Array.from(stored);
  const fraction = all.findIndex((label) => !Number.isInteger(label));
  if (fraction >= 0) {
    throw badDataset(
      `The label ${all[fraction] ?? ''} is no whole number`,
      `${path}, label ${fraction + 1}`,
      'Only classes can be learned from IDX files; for values to predict, save arrays with NumPy.',
    );
  }
  const there = new Set(all);
  const [smallest, largest] = [smallestOf(there), largestOf(there)];
  const areDense = largest - smallest < mostClasses;
  if (!areDense && there.size > mostClasses) {
    throw badDataset(
      `There are ${there.size.toLocaleString('en')} different labels, more than classes`,
      path,
      'Choose the file of labels.',
    );
  }
  const classes = areDense
    ? Array.from({ length: largest - smallest + 1 }, (_, index) => smallest + index)
    : [...there].sort((a, b) => a - b);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  const missing = classes.filter((label) => !there.has(label));
  return {
    labels: Int32Array.from(all, (label) => indexOf.get(label) ?? 0),
    classNames: classes.map(String),
    remarks: missing.length === 0 ? [] : [`There is no example of the classes ${missing.join(', ')}.`],
  };
}
