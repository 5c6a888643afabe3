import { classNameOf } from '@shared/data/classNames';
import { type PreparedDataset, targetSizeOf } from '@shared/data/prepared';

/** The targets of the example at a place among others. */
export function targetsOf(
  targets: ArrayLike<number>,
  row: number,
  dataset: Pick<PreparedDataset, 'windows'>,
): number[] {
  const size = targetSizeOf(dataset);
  return Array.from({ length: size }, (_, at) => targets[row * size + at] ?? 0);
}

/** No more digits than a float32 has. */
const shown = (value: number): string => String(Number(value.toPrecision(7)));

/** What is right of the example at a place among others, in words: the class's name, or the values. */
export function labelOf(
  targets: ArrayLike<number>,
  row: number,
  dataset: Pick<PreparedDataset, 'task' | 'classNames' | 'windows'>,
): string {
  const values = targetsOf(targets, row, dataset);
  if (dataset.task === 'regression') return values.map(shown).join(', ');
  return classNameOf(dataset.classNames, values[0] ?? 0);
}
