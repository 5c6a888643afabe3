import { columnRemedy, type FindingRule } from './rule';

/** Numbers that are written as codes are, whose writing is lost: zeros before their digits, or digits around an E. */
export const codesAsNumbers: FindingRule = {
  name: 'codesAsNumbers',
  find: ({ features, target, spec }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'number' || scan.codeLike === null || spec.columns[name]?.type !== undefined)
        return [];
      return [
        {
          severity: 'warning' as const,
          message: scan.codeLike.startsWith('0')
            ? `Values of column “${name}” begin with zeros, such as “${scan.codeLike}”: they look like codes and are taken for numbers.`
            : `Values of column “${name}” are digits around an E, such as “${scan.codeLike}”: they may be codes and are taken for numbers, this one for ${Number(scan.codeLike)}.`,
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
