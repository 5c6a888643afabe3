import type { LookedAtColumn } from '../firstRows/look';
import { type FindingRule, leaveOut } from './rule';

/**
 * The same numbers, or words of which one always comes with the same other: codes are given in the order in which values
 * first appear. Where nearly all values are different, that says nothing.
 */
function areEqual(one: LookedAtColumn, other: LookedAtColumn): boolean {
  if (one.distinct !== other.distinct || one.distinct < 2) return false;
  if (one.numbers.every((value, row) => value === other.numbers[row])) return true;
  return one.distinct <= one.codes.length / 2 && one.codes.every((code, row) => code === other.codes[row]);
}

/** Two columns that say the same, in the same words or in others. */
export const equalColumns: FindingRule = {
  name: 'equalColumns',
  find: ({ features }) =>
    features.flatMap((one, index) => {
      const first = features.slice(0, index).find((other) => areEqual(other, one));
      if (first === undefined) return [];
      return [
        {
          severity: 'warning' as const,
          message: `Columns “${first.name}” and “${one.name}” say the same in every row.`,
          columns: [first.name, one.name],
          lines: [],
          remedies: [leaveOut(one.name), leaveOut(first.name)],
        },
      ];
    }),
};
