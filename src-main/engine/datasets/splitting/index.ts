import { classNameOf } from '@shared/data/classNames';
import type { Folding } from '@shared/data/dataset';
import { formatShare } from '@shared/format';
import { splitAsAssigned } from './assigned';
import { splitByFold } from './byFold';
import { splitByGroup } from './byGroup';
import { splitByTime } from './byTime';
import type { SplitRule } from './rule';
import { type SplitRequest, type Splits, splitExamples } from './shares';

export { sparseClasses } from './byFold';
export type { SplitRule } from './rule';
export type { Splits } from './shares';

/**
 * Shares examples out among the splits. The same seed gives the same splits.
 * @throws AppError `badDataset` where there are too few examples.
 */
export function split(request: SplitRequest, rule: SplitRule, folding: Folding | null = null): Splits {
  if (folding !== null) return splitByFold(request, rule, folding);
  switch (rule.by) {
    case 'shares':
      return splitExamples(request);
    case 'assigned':
      return splitAsAssigned(request, rule.splits);
    case 'group':
      return splitByGroup(request, rule);
    case 'time':
      return splitByTime(request, rule.times);
    case 'windows':
      return splitAsAssigned({ ...request, validationFraction: 0, testFraction: 0 }, rule.splits);
  }
}

/** Classes that are judged by and never learned from, in a sentence; none where there are none. */
export function untrained({ labels, classNames }: SplitRequest, splits: Splits): string[] {
  if (labels === null) return [];
  const classesOf = (...parts: readonly Int32Array[]) =>
    new Set(parts.flatMap((part) => Array.from(part, (index) => labels[index] ?? 0)));
  const learned = classesOf(splits.training);
  const names = [...classesOf(splits.validation, splits.test)]
    .filter((label) => !learned.has(label))
    .sort((a, b) => a - b)
    .map((label) => classNameOf(classNames, label));
  if (names.length === 0) return [];
  return [
    `Classes that have no training examples: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`,
  ];
}

/** Shares that are asked for and not drawn, since the data itself names the examples: in sentences. */
export function unusedShares(request: SplitRequest, rule: SplitRule): string[] {
  const { own, validationFraction, testFraction } = request;
  const assigned = rule.by === 'assigned' ? rule.splits : null;
  const named = [
    {
      split: 'validation',
      fraction: validationFraction,
      isNamed: own.validation > 0 || assigned?.includes(1),
    },
    { split: 'test', fraction: testFraction, isNamed: own.test > 0 || assigned?.includes(2) },
  ];
  return named
    .filter(({ fraction, isNamed }) => fraction > 0 && isNamed === true)
    .map(
      ({ split, fraction }) =>
        `The data itself names its ${split} examples, so the ${split} share of ${formatShare(fraction)} is not drawn.`,
    );
}
