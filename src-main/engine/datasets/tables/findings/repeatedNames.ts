import { type FindingRule, leaveOut } from './rule';

/** Columns that are called as an earlier one is, and so go by another name. */
export const repeatedNames: FindingRule = {
  name: 'repeatedNames',
  find: ({ table: { renamed, names } }) =>
    [...renamed].map(([name, written]) => ({
      severity: 'warning' as const,
      message: `Column ${names.indexOf(name) + 1} is called “${written}”, as one before it is: it goes by “${name}”.`,
      columns: [name],
      lines: [],
      remedies: [leaveOut(name)],
    })),
};
