/** Rows of numbers as a person types them or pastes them from a spreadsheet; of those that are none what is wrong. */
export type PastedRows = { readonly values: readonly number[] } | { readonly problem: string };

/**
 * The numbers of so many rows of so many columns, one row a line, apart by tabs, semicolons, blanks or a comma with a blank
 * behind it. A line of names above them is passed over; of more rows the last are taken, as they lead to what is predicted.
 *
 * It stands on its own, since exported pages carry its text.
 */
export function pastedRows(text: string, rows: number, columns: number): PastedRows {
  const numberOf = (cell: string): number => (cell === '' ? NaN : Number(cell.replace(',', '.')));
  const lines = text
    .split(/\r\n?|\n/)
    .map((line, index) => ({ number: index + 1, cells: line.trim().split(/\s*[\t;|]\s*|\s+|,\s+/) }))
    .filter(({ cells }) => cells.join('') !== '');
  if (lines[0]?.cells.every((cell) => Number.isNaN(numberOf(cell))) === true) lines.shift();
  for (const { number, cells } of lines) {
    if (cells.length !== columns) {
      return { problem: `Line ${number} has ${cells.length} values, and each row has ${columns}.` };
    }
    const wrong = cells.find((cell) => !Number.isFinite(numberOf(cell)));
    if (wrong !== undefined) return { problem: `Line ${number}: “${wrong}” is no number.` };
  }
  if (lines.length < rows)
    return { problem: `${lines.length} of the ${rows} rows that are needed are there.` };
  return { values: lines.slice(-rows).flatMap(({ cells }) => cells.map(numberOf)) };
}
