import { csvText } from '../csv';

type Value = string | number | boolean | null;

/** A table of runs as comma-separated values, every figure in full. @param rows a cell a column; several values where a run has several tags */
export function tableCsv(
  columns: readonly string[],
  rows: readonly (readonly (Value | readonly Value[])[])[],
): string {
  return csvText([
    columns,
    ...rows.map((row) => row.map((cell) => (Array.isArray(cell) ? cell.join(';') : cell))),
  ]);
}
