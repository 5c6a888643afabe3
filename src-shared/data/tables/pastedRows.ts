/** Rows of numbers as a person types them or pastes them from a spreadsheet; of those that are none what is wrong. */
export type PastedRows = { readonly values: readonly number[] } | { readonly problem: string };

/**
 * The numbers of so many rows of so many columns, one row a line, apart by tabs, otherwise by semicolons, bars, a comma with a
 * blank behind it, or blanks. A line of names above them is passed over; of more rows the last are taken, as they lead to
 * what is predicted.
 *
 * It stands on its own, since exported pages carry its text.
 */
export function pastedRows(text: string, rows: number, columns: number): PastedRows {
  const separators = [/\t/, /;/, /\|/, /,\s+/, /\s+/];
  const separator = separators.find((each) => each.test(text.trim())) ?? /\s+/;
  const isNumber = (cell: string): boolean => /^[+\-\u2212]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(cell);
  const isThousands = (cell: string): boolean => /^[+\-\u2212]?[1-9]\d{0,2},\d{3}$/.test(cell);
  const numberOf = (cell: string): number => Number(cell.replace(',', '.').replace('\u2212', '-'));
  const lines = text
    .split(/\r\n?|\n/)
    .map((line, index) => ({ number: index + 1, line: line.replace(/^ +| +$/g, '') }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ number, line }) => ({ number, cells: line.split(separator).map((cell) => cell.trim()) }));
  const isName = (cell: string): boolean => !isNumber(cell) && /[^\d\s.,+\-\u2212]/.test(cell);
  if (lines[0]?.cells.every(isName) === true) lines.shift();
  for (const { number, cells } of lines) {
    if (cells.length !== columns) {
      return { problem: `Line ${number} has ${cells.length} values, and each row has ${columns}.` };
    }
    const wrong = cells.find((cell) => !isNumber(cell));
    if (wrong === '') return { problem: `Line ${number} has an empty cell.` };
    if (wrong !== undefined) return { problem: `Line ${number}: “${wrong}” is no number.` };
    const doubtful = cells.find(isThousands);
    if (doubtful !== undefined) {
      const [whole = '', thousandths = ''] = doubtful.split(',');
      return {
        problem: `Line ${number}: write “${doubtful}” as ${whole}${thousandths} or as ${whole}.${thousandths}.`,
      };
    }
  }
  if (lines.length < rows)
    return { problem: `${lines.length} of the ${rows} rows that are needed are there.` };
  return { values: lines.slice(-rows).flatMap(({ cells }) => cells.map(numberOf)) };
}
