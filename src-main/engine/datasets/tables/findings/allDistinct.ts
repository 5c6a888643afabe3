import { isCountingUp } from './countsUp';
import { type FindingRule, leaveOut } from './rule';

const fewestRows = 20;

/** Names and numbers of rows: whole numbers or words of which no two are alike. */
export const allDistinct: FindingRule = {
  name: 'allDistinct',
  find: ({ features, rows }) =>
    features
      .filter(({ distinct, numbers, scan }) => {
        if (rows < fewestRows || distinct < rows || isCountingUp(numbers)) return false;
        return scan.type === 'category' || scan.type === 'text' || numbers.every(Number.isInteger);
      })
      .map(({ name }) => ({
        severity: 'warning',
        message: `In column “${name}” every row has its own value: it seems to name the rows, not to describe them.`,
        columns: [name],
        lines: [],
        remedies: [leaveOut(name)],
      })),
};
