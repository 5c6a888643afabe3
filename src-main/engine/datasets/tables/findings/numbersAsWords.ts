import { formatShare } from '@shared/format';
import { fewestWords, notationOf } from '../cells/notations';
import type { ColumnScan } from '../columnScan';
import { columnRemedy, type FindingRule, leaveOut } from './rule';

const mixedShare = 0.3;

/** Columns taken for categories that hold many numbers or days: with words among them, or in a notation that is not read. */
export const numbersAsWords: FindingRule = {
  name: 'numbersAsWords',
  find: ({ features, target, rows, spec }) =>
    [...features, target].flatMap(({ name, scan }) => {
      if (scan.type !== 'category' || spec.columns[name]?.type !== undefined) return [];
      const seen = whatItLooksLike(scan, rows);
      if (seen === null) return [];
      const { firstText } = scan;
      return [
        {
          severity: 'warning' as const,
          message: `Column “${name}” is ${seen.words}`,
          columns: [name],
          lines: firstText === null ? [] : [firstText.line],
          remedies: [
            ...(seen.type === null
              ? []
              : [columnRemedy(`It is a column of ${seen.type.name}`, name, 'type', seen.type.value)]),
            columnRemedy('It is a column of words', name, 'type', 'category'),
            ...(name === target.name ? [] : [leaveOut(name)]),
          ],
        },
      ];
    }),
};

const typeOfNumbers = { name: 'numbers', value: 'number' } as const;
const typeOfDates = { name: 'dates', value: 'date' } as const;

/** What a column of categories seems to hold, and the type that is then meant; null where nothing else than words. */
function whatItLooksLike(scan: ColumnScan, rows: number) {
  const words = [...scan.categories.keys()];
  if (words.length < fewestWords) return null;
  const [numbers, dates] = [scan.numbers / rows, scan.dates.count / rows];
  const { firstText } = scan;
  if (dates >= mixedShare) {
    return {
      words: `taken for words, though ${formatShare(dates)} of its values are days; the others are not.`,
      type: typeOfDates,
    };
  }
  if (numbers >= mixedShare) {
    return {
      words:
        firstText === null
          ? 'stored as text and taken for words, though its values are numbers.'
          : `taken for words, though ${formatShare(numbers)} of its values are numbers; the first that is none is “${firstText.text}”.`,
      type: typeOfNumbers,
    };
  }
  const notation = notationOf(words);
  if (notation === undefined) return null;
  return {
    words:
      `taken for words; its values look like ${notation.name}, such as “${firstText?.text ?? ''}”. ` +
      `They are read where they are written as ${notation.example}.`,
    type: null,
  };
}
