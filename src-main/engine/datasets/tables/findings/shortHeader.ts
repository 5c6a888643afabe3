import { type FindingRule, leaveOut } from './rule';

/** A header with a name less than the rows have values: it may lack any, and is read as R writes such tables. */
export const shortHeader: FindingRule = {
  name: 'shortHeader',
  find({ table: { firstIsUnnamed, names } }) {
    const [first] = names;
    if (!firstIsUnnamed || first === undefined) return [];
    return [
      {
        severity: 'warning',
        message:
          `The header has ${names.length - 1} names and the rows have ${names.length} values: ` +
          `the first is taken for the name of the row, and goes by “${first}”.`,
        columns: [first],
        lines: [],
        remedies: [leaveOut(first)],
      },
    ];
  },
};
