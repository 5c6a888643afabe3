import { formatShare } from '@shared/format';
import { Random } from '@shared/random';
import { classCounts } from '../examples/target';
import type { LookedAt, LookedAtColumn } from '../firstRows/look';
import { type FindingRule, leaveOut } from './rule';
import { largestOf } from '@shared/extremes';

const fewestRows = 30;
const sureShare = 0.99;
/** Of a larger table so many rows are enough to tell. */
const mostRows = 20_000;

/** Counts, for each key, how often each class comes with it. @returns the commonest class of each key. */
function commonestByKey(keys: readonly number[], classes: readonly number[]): Map<number, number> {
  const counts = new Map<number, Map<number, number>>();
  keys.forEach((key, index) => {
    const own = counts.get(key) ?? new Map<number, number>();
    counts.set(key, own);
    const label = classes[index] ?? 0;
    own.set(label, (own.get(label) ?? 0) + 1);
  });
  return new Map(
    [...counts].map(([key, own]) => [
      key,
      [...own].reduce((best, next) => (next[1] > best[1] ? next : best))[0],
    ]),
  );
}

/** The class of the nearest number that has been seen. */
function nearestRule(numbers: readonly number[], classes: readonly number[]): (value: number) => number {
  const order = numbers.map((_, index) => index).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0));
  return (value) => {
    let [low, high] = [0, order.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[order[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    const [right, left] = [order[low] ?? 0, order[Math.max(0, low - 1)] ?? 0];
    const isLeft = Math.abs((numbers[left] ?? 0) - value) < Math.abs((numbers[right] ?? 0) - value);
    return classes[isLeft ? left : right] ?? -1;
  };
}

/** How often a rule of this column alone, learnt from half of the rows, is right in the other half. */
function heldOutAccuracy(column: LookedAtColumn, target: LookedAtColumn, order: Int32Array): number {
  const half = order.length >> 1;
  const isNumber = column.scan.type === 'number' && !column.numbers.some(Number.isNaN);
  const values = isNumber ? column.numbers : column.codes;
  const [seen, rest] = [[...order.subarray(0, half)], order.subarray(half)];
  const of = (row: number): number => values[row] ?? 0;
  const classes = seen.map((row) => target.codes[row] ?? 0);
  const byKey = isNumber ? null : commonestByKey(seen.map(of), classes);
  const nearest = isNumber ? nearestRule(seen.map(of), classes) : null;
  let right = 0;
  for (const row of rest) {
    const answer = byKey?.get(of(row)) ?? nearest?.(of(row)) ?? -1;
    if (answer === target.codes[row]) right++;
  }
  return right / rest.length;
}

function commonestShare({ target, rows }: LookedAt): number {
  const counts = new Map<number, number>();
  for (const code of target.codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return largestOf(counts.values()) / rows;
}

const isClassification = ({ target: { scan, name }, spec }: LookedAt): boolean =>
  classCounts(scan, spec.columns[name]) !== null;

/** Columns from which alone the target follows: they were often filled in after the fact. */
export const givesAway: FindingRule = {
  name: 'givesAway',
  find(table) {
    const { features, target, rows } = table;
    if (rows < fewestRows || features.length < 2 || !isClassification(table)) return [];
    const share = commonestShare(table);
    if (share === 1) return [];
    const order = Int32Array.from({ length: rows }, (_, row) => row);
    new Random(1, 0).shuffle(order);
    const some = order.subarray(0, mostRows);
    return features.flatMap((column) => {
      const accuracy = heldOutAccuracy(column, target, some);
      // Where one class is nearly all, any rule is nearly always right.
      if (accuracy <= sureShare || 1 - accuracy > (1 - share) / 10) return [];
      return [
        {
          severity: 'warning' as const,
          message:
            `Column “${column.name}” alone gives “${target.name}” away: a rule of it is right in ` +
            `${formatShare(accuracy)} of held-out rows. Is it known when a prediction is wanted?`,
          columns: [column.name, target.name],
          lines: [],
          remedies: [leaveOut(column.name)],
        },
      ];
    });
  },
};
