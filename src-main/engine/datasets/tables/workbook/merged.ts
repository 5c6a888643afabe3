import type { WorkbookArchive } from './archive';
import { type CellRange, rangeOf } from './addresses';
import type { SheetCell, SheetRow } from './sheetRows';

const opening = /<(?:\w+:)?mergeCells[\s>]/;
const entry = /<(?:\w+:)?mergeCell\s[^>]*?ref="([^"]+)"/g;
/** So much of a part may be cut between two pieces of the stream. */
const overlap = 64;
/** Of what stands behind the cells: a million merged ranges. */
const longestTail = 2 ** 26;

/** Cells that were made one, which a sheet tells behind its cells: the part is gone through without being taken apart. */
export async function mergedRanges(archive: WorkbookArchive, part: string): Promise<CellRange[]> {
  let text = '';
  let isThere = false;
  for await (const bytes of await archive.open(part)) {
    text += (bytes as Buffer).toString('latin1');
    isThere ||= opening.test(text);
    if (!isThere) text = text.slice(-overlap);
    if (text.length > longestTail)
      throw new Error('what stands behind its cells is longer than in any workbook');
  }
  if (!isThere) return [];
  return [...text.slice(text.search(opening)).matchAll(entry)].flatMap(([, reference = '']) => {
    const range = rangeOf(reference);
    return range === null ? [] : [range];
  });
}

/** What stands in the first cell of merged ones stands above each of their columns; below their first row nothing does. */
export function withMerged(row: SheetRow, ranges: readonly CellRange[]): SheetRow {
  const cells = new Map<number, SheetCell>(row.cells.map((cell) => [cell.column, cell]));
  for (const { firstRow, firstColumn, lastColumn } of ranges) {
    const first = row.number === firstRow ? cells.get(firstColumn) : undefined;
    if (first === undefined) continue;
    for (let column = firstColumn + 1; column <= lastColumn; column++)
      cells.set(column, { ...first, column });
  }
  return { ...row, cells: [...cells.values()].sort((a, b) => a.column - b.column) };
}
