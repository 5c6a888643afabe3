import { type FindingRule, leaveOut } from './rule';

const fewestRows = 10;

/** Whether each number is the one before and always the same step. */
export function isCountingUp(numbers: Float64Array): boolean {
  const step = (numbers[1] ?? 0) - (numbers[0] ?? 0);
  if (numbers.length < fewestRows || !Number.isInteger(step) || step <= 0) return false;
  for (let row = 1; row < numbers.length; row++) {
    if ((numbers[row] ?? NaN) - (numbers[row - 1] ?? NaN) !== step) return false;
  }
  return true;
}

/** Row numbers: they describe no row, and give away whatever the table is sorted by. */
export const countsUp: FindingRule = {
  name: 'countsUp',
  find: ({ features }) =>
    features
      .filter(({ numbers }) => isCountingUp(numbers))
      .map(({ name }) => ({
        severity: 'warning',
        message: `Column “${name}” only counts the rows. A network may learn their order from it, which new rows do not have.`,
        columns: [name],
        lines: [],
        remedies: [leaveOut(name)],
      })),
};
