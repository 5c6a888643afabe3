import { type TableDelimiter, tableDelimiters } from '@shared/data/tables/reading';
import { indexOfLargest } from '@shared/ops/largest';
import { looksNumeric, mayMeanMissing } from '../cells/values';
import { sampleRecords, type TableSample } from './sample';

const mostRows = 200;
/** Words have spaces, so runs of blanks have to be clearly better than any other delimiter. */
const blanksFactor = 0.9;

/** The byte of a delimiter, or `blanks`. */
export const delimiterSyntax = (delimiter: TableDelimiter): number | 'blanks' =>
  delimiter === 'blanks' ? 'blanks' : delimiter.charCodeAt(0);

/** Where the first record is not cut at all. */
const headerFactor = 0.7;

/** How much a cell looks like one value, from 0 to 1. */
function likeOneValue(cell: string, isQuoted: boolean): number {
  if (looksNumeric(cell) || mayMeanMissing(cell)) return 1;
  if (isQuoted) return 0.8;
  if (/[;\t|]/.test(cell) || /^[\d.,]+( [\d.,]+)+$/.test(cell)) return 0;
  return cell.includes(',') ? 0.4 : 0.8;
}

/**
 * How well a delimiter fits: rows of equal length, of cells that each look like one value. A decimal comma cuts rows into
 * equal parts as well, but leaves parts such as `5;2`.
 */
function score(sample: TableSample, delimiter: TableDelimiter, quote: number, comment: number): number {
  const syntax = { delimiter: delimiterSyntax(delimiter), quote, comment };
  const records = sampleRecords(sample, syntax, mostRows);
  const rows = records.map(({ cells }) => cells);
  const lengths = new Map<number, number>();
  for (const { length } of rows) lengths.set(length, (lengths.get(length) ?? 0) + 1);
  const [columns = 0, count = 0] = [...lengths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [];
  if (columns < 2) return 0;
  const cells = rows.flat();
  const quoted = records.flatMap((record) => record.quoted ?? []);
  const fit =
    cells.reduce((sum, cell, at) => sum + likeOneValue(cell, quoted[at] === true), 0) / cells.length;
  const share = count / rows.length;
  // A sign within words cuts rows alike, but hardly the names above them.
  const header = rows[0]?.length === 1 ? headerFactor : 1;
  return header * share * fit * (delimiter === 'blanks' ? blanksFactor : 1) + columns / 100_000;
}

/** The delimiter that fits best; a comma where none does. */
export function guessDelimiter(sample: TableSample, quote: number, comment: number): TableDelimiter {
  const scores = tableDelimiters.map((delimiter) => score(sample, delimiter, quote, comment));
  return tableDelimiters[indexOfLargest(scores)] ?? ',';
}
