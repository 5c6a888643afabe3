import { plural } from '../../readers/files';
import { shownText } from '../cells/values';
import type { FindingRule } from './rule';

/** How many lines of a quoted value look like rows of the table: with as many delimiters as rows have. */
function rowsWithin(word: string, delimiter: string, columns: number): number {
  const within = word.split(/\r\n?|\n/).slice(1, -1);
  return within.every((line) => line.split(delimiter).length === columns) ? within.length : 0;
}

/** Values that hold whole rows, since a quote was opened in one row and closed in another. */
export const swallowedRows: FindingRule = {
  name: 'swallowedRows',
  find: ({ features, target, table }) => {
    const { delimiter } = table.format;
    if (delimiter === undefined || delimiter === 'blanks') return [];
    return [...features, target].flatMap(({ name, scan }) => {
      if (scan.type === 'number' || scan.type === 'date') return [];
      for (const [word, { line }] of scan.categories) {
        const rows = rowsWithin(word, delimiter, table.names.length);
        if (rows === 0) continue;
        return [
          {
            severity: 'warning' as const,
            message: `A value of column “${name}” has ${plural(rows, 'line')} within it that ${rows === 1 ? 'looks like a row' : 'look like rows'}: “${shownText(word.replaceAll(/\r\n?|\n/g, ' ↵ '))}”. Is a quote lacking at its end?`,
            columns: [name],
            lines: [line],
            remedies: [],
          },
        ];
      }
      return [];
    });
  },
};
