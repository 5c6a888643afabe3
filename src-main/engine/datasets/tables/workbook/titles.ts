import { guessHeader } from '../guess/header';
import type { CellRange } from './addresses';
import type { SheetRow } from './sheetRows';

const mostTitles = 5;

/** Whether nothing but one text stands in a row, in one cell or in one that was merged over all columns. */
function isTitle(
  { cells }: SheetRow,
  { firstColumn, lastColumn }: Pick<CellRange, 'firstColumn' | 'lastColumn'>,
) {
  const isOne = new Set(cells.map(({ text }) => text)).size === 1;
  return isOne && (cells.length === 1 || cells.length === lastColumn - firstColumn + 1);
}

/**
 * How many rows above the header hold a title: it is no name of any column, and would become part of one.
 * @param texts of the rows, cell by cell.
 */
export function titleRows(
  rows: readonly SheetRow[],
  texts: readonly (readonly string[])[],
  columns: Pick<CellRange, 'firstColumn' | 'lastColumn'>,
  isNumber: (cell: string) => boolean,
): number {
  if (columns.lastColumn === columns.firstColumn) return 0;
  const titles = rows.slice(0, mostTitles + 1).findIndex((row) => !isTitle(row, columns));
  return titles > 0 && guessHeader(texts.slice(titles), isNumber) > 0 ? titles : 0;
}
