import type { FindingRule } from './rule';

/** `1,234` may be one thousand or one: how it was taken, and the other way. */
export const doubtfulNumbers: FindingRule = {
  name: 'doubtfulNumbers',
  find({ table: { doubtfulNumber, format } }) {
    if (doubtfulNumber === null) return [];
    const isDecimal = format.decimal === ',';
    return [
      {
        severity: 'warning',
        message: `“${doubtfulNumber}” is read as ${doubtfulNumber.replace(',', isDecimal ? '.' : '')}, since nothing in the file says what its comma means.`,
        columns: [],
        lines: [],
        remedies: [
          {
            label: isDecimal ? 'The comma groups thousands' : 'The comma is the decimal mark',
            edit: { path: ['dataset', 'decimal'], value: isDecimal ? '.' : ',' },
          },
        ],
      },
    ];
  },
};
