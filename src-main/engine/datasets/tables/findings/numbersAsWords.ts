import { formatShare } from '@shared/format';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

const withUnit = /^[^\p{L}\d\s]{0,2}\s?[+-]?\d[\d.,]*\s?[^\d\s]{0,4}$/u;
const fewestWords = 6;
const mixedShare = 0.3;

/** Columns taken for categories that hold many numbers: with units, or with words among them. */
export const numbersAsWords: FindingRule = {
  name: 'numbersAsWords',
  find: ({ features, rows, spec }) =>
    features.flatMap(({ name, scan }) => {
      if (scan.type !== 'category' || spec.columns[name]?.type !== undefined) return [];
      const words = [...scan.categories.keys()];
      const numbers = scan.numbers / rows;
      const isMixed = numbers >= mixedShare && words.length >= fewestWords;
      const haveUnits = words.length >= fewestWords && words.every((word) => withUnit.test(word));
      if (!isMixed && !haveUnits) return [];
      const first = scan.firstText;
      return [
        {
          severity: 'warning' as const,
          message: isMixed
            ? `Column “${name}” is taken for words, though ${formatShare(numbers)} of its values are numbers; the first that is none is “${first?.text ?? ''}”.`
            : `Column “${name}” is taken for words; its values look like numbers with a sign or a unit, such as “${first?.text ?? ''}”.`,
          columns: [name],
          lines: first === null ? [] : [first.line],
          remedies: [
            ...(isMixed ? [columnRemedy('It is a column of numbers', name, 'type', 'number')] : []),
            columnRemedy('It is a column of words', name, 'type', 'category'),
            leaveOut(name),
          ],
        },
      ];
    }),
};
