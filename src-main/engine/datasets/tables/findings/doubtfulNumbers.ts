import { doubtIn } from '../notes';
import type { FindingRule } from './rule';

/** `1,234` and `1.234` may be one thousand or one: how it was taken, the other way, and that it is right. */
export const doubtfulNumbers: FindingRule = {
  name: 'doubtfulNumbers',
  find({ table }) {
    const doubt = doubtIn(table);
    if (doubt === null) return [];
    const { isDecimal, mark, name, message } = doubt;
    const groups = {
      label: `The ${name} groups thousands`,
      edit: { path: ['dataset', 'thousands'], value: mark },
    };
    const decides = {
      label: `The ${name} is the decimal mark`,
      edit: { path: ['dataset', 'decimal'], value: mark },
    };
    return [
      {
        severity: 'warning',
        message,
        columns: [],
        lines: [],
        remedies: isDecimal ? [groups, decides] : [decides, groups],
      },
    ];
  },
};
