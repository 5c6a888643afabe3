import { areDaysOfDigits, areMonthsOfDigits, withMarks } from '../cells/digitDates';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

/** So many different numbers are hardly days or months by chance. */
const fewestValues = 6;
/** Days since the end of 1899 that a spreadsheet counts for 1954 to 2064. */
const [firstSerial, lastSerial] = [20_000, 60_000];
const namesOfDates = /(^|[^\p{L}])(date|datum|fecha|datetime)([^\p{L}]|$)/iu;

const isWholeFrom = (values: readonly string[], least: number, most: number): boolean =>
  values.every((value) => Number(value) >= least && Number(value) <= most);

/** Columns of numbers that are days or months, between which numbers have steps that time has not: 202412, 202501. */
export const datesAsNumbers: FindingRule = {
  name: 'datesAsNumbers',
  find: ({ features, spec, target }) =>
    features.flatMap(({ name, scan, keys, distinct }) => {
      if (scan.type !== 'number' || spec.columns[name]?.type !== undefined || distinct < fewestValues)
        return [];
      const [first = ''] = keys;
      const values = keys.filter((key) => !scan.missingWords.has(key));
      const what = areDaysOfDigits(values)
        ? 'days'
        : areMonthsOfDigits(values)
          ? 'months'
          : namesOfDates.test(name) && isWholeFrom(values, firstSerial, lastSerial)
            ? 'days as a spreadsheet counts them'
            : null;
      if (what === null || name === target.name) return [];
      const written = what === 'days' || what === 'months' ? withMarks(first) : '2024-12-31';
      return [
        {
          severity: 'warning' as const,
          message: `Values of column “${name}” look like ${what}, such as “${first}”, and are taken for numbers. They are read as dates where they are written as ${written}.`,
          columns: [name],
          lines: [],
          remedies: [columnRemedy('It is a column of numbers', name, 'type', 'number'), leaveOut(name)],
        },
      ];
    }),
};
