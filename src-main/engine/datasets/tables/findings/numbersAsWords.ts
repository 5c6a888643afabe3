import { formatShare } from '@shared/format';
import { notationOf } from '../cells/notations';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

const fewestWords = 6;
const mixedShare = 0.3;

/** Columns taken for categories that hold many numbers: with words among them, or in a notation that is not read. */
export const numbersAsWords: FindingRule = {
  name: 'numbersAsWords',
  find: ({ features, target, rows, spec }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category' || spec.columns[name]?.type !== undefined) return [];
      const words = [...scan.categories.keys()];
      const numbers = scan.numbers / rows;
      const isMixed = numbers >= mixedShare && words.length >= fewestWords;
      const notation = words.length >= fewestWords ? notationOf(words) : undefined;
      if (!isMixed && notation === undefined) return [];
      const first = scan.firstText;
      return [
        {
          severity: 'warning' as const,
          message:
            isMixed && first === null
              ? `Column “${name}” is stored as text and taken for words, though its values are numbers.`
              : isMixed
                ? `Column “${name}” is taken for words, though ${formatShare(numbers)} of its values are numbers; the first that is none is “${first?.text ?? ''}”.`
                : `Column “${name}” is taken for words; its values look like ${notation?.name ?? 'numbers'}, such as “${first?.text ?? ''}”. ` +
                  `They are read where they are written as ${notation?.example ?? 'numbers'}.`,
          columns: [name],
          lines: first === null ? [] : [first.line],
          remedies: [
            ...(isMixed ? [columnRemedy('It is a column of numbers', name, 'type', 'number')] : []),
            columnRemedy('It is a column of words', name, 'type', 'category'),
            ...(name === target.name ? [] : [leaveOut(name)]),
          ],
        },
      ];
    }),
};
