import type { TableDelimiter, TableFormat } from '@shared/data/tables/reading';

export interface NumberStyle {
  readonly decimal: TableFormat['decimal'];
  readonly thousands: TableFormat['thousands'];
  /** A cell that could be read otherwise, such as `1,234` or `1.234`, where no other cell settles it. */
  readonly doubtful: string | null;
}

/** What one mark between digits has been seen to do. */
class MarkEvidence {
  decimals = 0;
  groups = 0;
  /** Cells such as `1,234`, which may be either. */
  either = 0;
  example: string | null = null;
}

const patternsFor = (mark: string, other: string) => ({
  grouped: new RegExp(`^[+-]?\\d{1,3}(\\${mark}\\d{3})+\\${other}\\d*$|^[+-]?\\d{1,3}(\\${mark}\\d{3}){2,}$`),
  either: new RegExp(`^[+-]?[1-9]\\d{0,2}\\${mark}\\d{3}$`),
  decimal: new RegExp(`^[+-]?\\d*\\${mark}\\d+([eE][+-]?\\d+)?$|^[+-]?\\d+\\${mark}$`),
});
const patterns = { ',': patternsFor(',', '.'), '.': patternsFor('.', ',') };
const spaced = /^[+-]?\d{1,3}([ \u00a0\u2009\u202f]\d{3})+([.,]\d*)?$/;
const apostrophes = /^[+-]?\d{1,3}(['’]\d{3})+([.,]\d*)?$/;

/**
 * How numbers are written, from all cells of the sample together: `1,5` says that the comma is the decimal mark,
 * `1,234.5` and `1,234,567` that it groups digits, `1,234` may be either.
 */
export function guessNumberStyle(cells: Iterable<string>, delimiter: TableDelimiter): NumberStyle {
  const seen = { ',': new MarkEvidence(), '.': new MarkEvidence() };
  const groupedBy = { ' ': 0, "'": 0 };
  for (const cell of cells) {
    for (const mark of [',', '.'] as const) {
      const found = patterns[mark];
      if (found.grouped.test(cell)) seen[mark].groups++;
      else if (found.either.test(cell)) {
        seen[mark].either++;
        seen[mark].example ??= cell;
      } else if (found.decimal.test(cell)) seen[mark].decimals++;
    }
    const separate = spaced.test(cell) ? ' ' : apostrophes.test(cell) ? "'" : null;
    if (separate === null) continue;
    groupedBy[separate]++;
    if (cell.includes(',')) seen[','].decimals++;
    else if (cell.includes('.')) seen['.'].decimals++;
  }
  return decide(seen, groupedBy, delimiter);
}

function decide(
  seen: Readonly<Record<',' | '.', MarkEvidence>>,
  groupedBy: Readonly<Record<' ' | "'", number>>,
  delimiter: TableDelimiter,
): NumberStyle {
  const { ',': comma, '.': point } = seen;
  const forComma = comma.decimals + point.groups;
  const forPoint = point.decimals + comma.groups;
  const isSettled = forComma + forPoint > 0;
  // A file apart by semicolons is likely to come from where the comma is the decimal mark.
  const decimal = forComma > forPoint || (!isSettled && comma.either > 0 && delimiter === ';') ? ',' : '.';
  const other = seen[decimal === ',' ? '.' : ','];
  const separate = groupedBy[' '] > 0 ? ' ' : groupedBy["'"] > 0 ? "'" : 'none';
  const thousands = other.groups + other.either > 0 ? (decimal === ',' ? '.' : ',') : separate;
  return { decimal, thousands, doubtful: isSettled ? null : (comma.example ?? point.example) };
}
