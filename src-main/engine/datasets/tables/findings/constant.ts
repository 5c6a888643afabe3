import { type FindingRule, leaveOut } from './rule';

/** Columns from which nothing can be learnt. */
export const constant: FindingRule = {
  name: 'constant',
  find: ({ features, rows }) =>
    features
      .filter(({ distinct }) => rows > 1 && distinct === 1)
      .map(({ name }) => ({
        severity: 'warning',
        message: `Column “${name}” has the same value in every row.`,
        columns: [name],
        lines: [],
        remedies: [leaveOut(name)],
      })),
};
