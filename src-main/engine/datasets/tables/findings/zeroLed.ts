import { columnRemedy, type FindingRule } from './rule';

/** Numbers with zeros before their digits, which codes have and which are lost. */
export const zeroLed: FindingRule = {
  name: 'zeroLed',
  find: ({ features, target, spec }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'number' || scan.zeroLed === null || spec.columns[name]?.type !== undefined)
        return [];
      return [
        {
          severity: 'warning' as const,
          message:
            `Values of column “${name}” begin with zeros, such as “${scan.zeroLed}”: they look like codes and are taken ` +
            'for numbers.',
          columns: [name],
          lines: [],
          remedies: [
            columnRemedy('It is a column of words', name, 'type', 'category'),
            columnRemedy('It is a column of numbers', name, 'type', 'number'),
          ],
        },
      ];
    }),
};
