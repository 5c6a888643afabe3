import type { TableFormat } from '@shared/data/tables/reading';
import type { OpenedTable } from '../opened';
import type { FindingRule } from './rule';

const nameOf = { ',': 'comma', '.': 'point' } as const;

/** A number whose mark may group thousands or be the decimal one, as it was taken. */
export function doubtIn({ doubtfulNumber, format: { decimal } }: OpenedTable) {
  if (doubtfulNumber === null || decimal === undefined) return null;
  const mark: TableFormat['decimal'] = doubtfulNumber.includes(',') ? ',' : '.';
  const isDecimal = mark === decimal;
  const value = doubtfulNumber.replace(mark, isDecimal ? '.' : '');
  return {
    mark,
    isDecimal,
    message: `“${doubtfulNumber}” is read as ${Number(value)}, since nothing in the file says whether its ${nameOf[mark]} groups thousands or is the decimal mark.`,
  };
}

/** `1,234` and `1.234` may be one thousand or one: how it was taken, and the other way. */
export const doubtfulNumbers: FindingRule = {
  name: 'doubtfulNumbers',
  find({ table }) {
    const doubt = doubtIn(table);
    if (doubt === null) return [];
    const { isDecimal, mark, message } = doubt;
    return [
      {
        severity: 'warning',
        message,
        columns: [],
        lines: [],
        remedies: [
          isDecimal
            ? {
                label: `The ${nameOf[mark]} groups thousands`,
                edit: { path: ['dataset', 'thousands'], value: mark },
              }
            : {
                label: `The ${nameOf[mark]} is the decimal mark`,
                edit: { path: ['dataset', 'decimal'], value: mark },
              },
        ],
      },
    ];
  },
};
