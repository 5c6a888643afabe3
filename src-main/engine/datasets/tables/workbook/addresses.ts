/** `A` is 1, `AA` is 27. */
export function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = 26 * number + letter.charCodeAt(0) - 64;
  return number;
}

export function columnLetters(number: number): string {
  let letters = '';
  for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** A rectangle of cells; rows and columns count from 1. */
export interface CellRange {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** Of `B3` or `B3:F100`; null where that is no address. */
export function rangeOf(reference: string): CellRange | null {
  const found = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/.exec(reference);
  if (found === null) return null;
  const [, column = '', row = '', otherColumn = column, otherRow = row] = found;
  const [columns, rows] = [
    [columnNumber(column), columnNumber(otherColumn)],
    [Number(row), Number(otherRow)],
  ];
  return {
    firstRow: Math.min(...rows),
    lastRow: Math.max(...rows),
    firstColumn: Math.min(...columns),
    lastColumn: Math.max(...columns),
  };
}

/** `book.xlsx, sheet “Data”, cell C7` */
export function placeOn(
  path: string,
  sheet: string,
  row: number | null,
  letters: string | null,
  name: string | null,
): string {
  const on = `${path}, sheet “${sheet}”`;
  const column = name === null ? '' : `, column “${name}”`;
  if (letters === null) return row === null ? on : `${on}, row ${row}`;
  return row === null
    ? `${on}, column ${letters}${name === null ? '' : ` (“${name}”)`}`
    : `${on}, cell ${letters}${row}${column}`;
}
