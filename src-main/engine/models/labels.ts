import { classNameOf } from '@shared/data/classNames';
import type { PreparedDataset } from '@shared/data/prepared';

/** What is right of an example, in words: the class's name, or the value. */
export function labelOf(
  target: number,
  { task, classNames }: Pick<PreparedDataset, 'task' | 'classNames'>,
): string {
  return task === 'regression' ? String(target) : classNameOf(classNames, target);
}
