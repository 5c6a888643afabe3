import type { TableSpec } from '@shared/data/catalogue';
import { badDataset } from '../../readers/files';
import { NumberReader } from '../cells/numbers';
import { distinctNames, guessHeader, headerNames } from '../guess/header';
import type { KnownColumn } from '../opened';
import { type CellRange, columnLetters, placeOn } from './addresses';
import type { SheetCell, SheetRow } from './sheetRows';
import { titleRows } from './titles';
import { largestOf, smallestOf } from '@shared/extremes';

/** Where on a sheet the table is, and what stands above it. */
export interface Layout {
  readonly sheet: string;
  readonly range: CellRange;
  readonly names: readonly string[];
  readonly renamed: ReadonlyMap<string, string>;
  /** The number of its last row; the table’s rows come behind it. */
  readonly headerEnd: number;
  /** The cells of each row of names. */
  readonly header: readonly (readonly string[])[];
}

export const everywhere: CellRange = { firstRow: 1, lastRow: Infinity, firstColumn: 1, lastColumn: Infinity };

/** The columns in which anything stands. */
function columnsOf(rows: readonly SheetRow[]): Pick<CellRange, 'firstColumn' | 'lastColumn'> {
  const columns = rows.flatMap(({ cells }) => [cells[0]?.column ?? Infinity, cells.at(-1)?.column ?? 0]);
  return { firstColumn: smallestOf(columns), lastColumn: largestOf(columns.filter(Number.isFinite)) };
}

export const textsOf = ({ cells }: SheetRow, { firstColumn, lastColumn }: CellRange): string[] => {
  const texts = Array.from({ length: lastColumn - firstColumn + 1 }, () => '');
  for (const { column, text } of cells) texts[column - firstColumn] = text;
  return texts;
};

/** Columns in which only text stands hold words, also where it looks like numbers: `007` was written as text on purpose. */
function knownColumns(names: readonly string[], rows: readonly SheetRow[], { firstColumn }: CellRange) {
  const kinds = names.map(() => new Set<SheetCell['kind']>());
  for (const { cells } of rows) for (const { column, kind } of cells) kinds[column - firstColumn]?.add(kind);
  return new Map<string, KnownColumn>(
    names.map((name, index) => {
      const found = kinds[index] ?? new Set();
      found.delete('error');
      return [
        name,
        { hasErrors: true, ...(found.size === 1 && found.has('text') ? { holdsWords: true } : {}) },
      ];
    }),
  );
}

/** The last row that a sheet can have. */
const lastRowOfAll = 1_048_576;

function titleFound(
  rows: readonly SheetRow[],
  titles: number,
  { firstColumn, lastColumn, lastRow }: CellRange,
  sheet: string,
  path: string,
): Error {
  const [{ number = 1, cells: [cell] = [] } = {}] = rows;
  const begin = `${columnLetters(firstColumn)}${rows[titles]?.number ?? 1}`;
  const range = `${begin}:${columnLetters(lastColumn)}${Math.min(lastRow, lastRowOfAll)}`;
  return badDataset(
    `“${cell?.text ?? ''}” is a title above the table, and the name of no column`,
    placeOn(path, sheet, number, columnLetters(cell?.column ?? firstColumn), null),
    `Say where the table is ("range": "${range}"), or how many rows hold names ("header").`,
  );
}

/**
 * Where the table stands among some rows, and what its columns are called.
 * @throws AppError `badDataset` where a title stands above it
 */
export function layOut(
  rows: readonly SheetRow[],
  asked: CellRange | null,
  header: Extract<TableSpec, { kind: 'xlsx' }>['header'],
  { sheet, path }: { readonly sheet: string; readonly path: string },
) {
  const range = asked ?? { ...everywhere, ...columnsOf(rows) };
  const texts = rows.map((row) => textsOf(row, range));
  const numbers = new NumberReader({ decimal: '.', thousands: 'none' });
  const isNumber = (cell: string): boolean => !Number.isNaN(numbers.readText(cell));
  const titles = header === 'auto' ? titleRows(rows, texts, range, isNumber) : 0;
  if (titles > 0) throw titleFound(rows, titles, range, sheet, path);
  const headerRows = header === 'auto' ? guessHeader(texts, isNumber) : Math.min(header, rows.length);
  const cells = texts.slice(0, headerRows);
  const { names, renamed } = distinctNames(
    headerNames(cells, range.lastColumn - range.firstColumn + 1, null),
  );
  const layout: Layout = {
    sheet,
    range,
    names,
    renamed,
    header: cells,
    headerEnd: rows[headerRows - 1]?.number ?? 0,
  };
  return { layout, known: knownColumns(names, rows.slice(headerRows), range) };
}
