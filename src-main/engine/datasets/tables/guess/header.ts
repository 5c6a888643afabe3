import { mayMeanMissing } from '../cells/values';

export interface Header {
  /** How many records it takes. */
  readonly lines: number;
  /** One for each column; empty where the file gives none. */
  readonly names: readonly string[];
}

type Rows = readonly (readonly string[])[];

const mostLines = 3;
const numericShare = 0.9;

const columnOf = (rows: Rows, column: number): string[] =>
  rows.map((row) => row[column] ?? '').filter((cell) => !mayMeanMissing(cell));

function isNumeric(values: readonly string[], isNumber: (cell: string) => boolean): boolean {
  return values.length > 0 && values.filter(isNumber).length >= numericShare * values.length;
}

/** How many cells that stand above numbers are numbers themselves, and how many something else. */
function aboveNumbers(row: readonly string[], rest: Rows, isNumber: (cell: string) => boolean) {
  const cells = row.filter(
    (cell, column) => !mayMeanMissing(cell) && isNumeric(columnOf(rest, column), isNumber),
  );
  const values = cells.filter(isNumber).length;
  return { values, names: cells.length - values };
}

/** Columns with numbers below, and something else than a number in this record, which can only be a name or a unit. */
function saysNames(row: readonly string[], rest: Rows, isNumber: (cell: string) => boolean): boolean {
  const { values, names } = aboveNumbers(row, rest, isNumber);
  return names > 0 && values === 0;
}

const isYear = (cell: string): boolean => /^(1[5-9]|2[01])\d\d$/.test(cell);

/** Numbers may be names where they are years in their order and what stands below are none. */
function saysYears(row: readonly string[], rest: Rows): boolean {
  const years = row.flatMap((cell, column) => (isYear(cell) ? [{ year: Number(cell), column }] : []));
  const others = row.filter((cell) => !isYear(cell) && cell !== '');
  if (years.length < 2 || others.some((cell) => /^[\d.,]+$/.test(cell))) return false;
  const rising = years.every(({ year }, place) => place === 0 || year > (years[place - 1]?.year ?? 0));
  return rising && years.every(({ column }) => columnOf(rest, column).some((cell) => !isYear(cell)));
}

/** How many records at the beginning are marked with `#` where none after them is: names, units and what else is no row. */
function markedLines(rows: Rows): number {
  const isMarked = ([cell = '']: readonly string[]) => cell.startsWith('#') && !mayMeanMissing(cell);
  const first = rows.findIndex((row) => !isMarked(row));
  return first > 0 && first <= mostLines && !rows.slice(first).some(isMarked) ? first : 0;
}

/**
 * Names that stand below a title of as many cells, which may have numbers in it, or above their units in a short table:
 * what stands above them has words in columns of numbers too, so that it is no row.
 * @returns how many records they end after; 0 where there are none
 */
function linesBelowTitle(rows: Rows, isNumber: (cell: string) => boolean): number {
  for (let line = 1; line < mostLines && line < rows.length - 1; line++) {
    const rest = rows.slice(line + 1);
    const isNoRow = (row: readonly string[]) => aboveNumbers(row, rest, isNumber).names > 0;
    const names = rows[line] ?? [];
    if (saysNames(names, rest, isNumber) && !names.some(isNumber) && rows.slice(0, line).every(isNoRow)) {
      return line + 1;
    }
  }
  return 0;
}

/** Names come again as a whole where files were put one behind the other. */
const isSame = (row: readonly string[], other: readonly string[]): boolean =>
  row.length === other.length && row.every((cell, column) => cell === other[column]);

/** Words that come again below in their own columns are values; words that do not, where others repeat, are names. */
function wordsSayNames(row: readonly string[], rest: Rows): boolean {
  let repeated = 0;
  let alone = 0;
  row.forEach((cell, column) => {
    if (mayMeanMissing(cell)) return;
    const below = columnOf(rest, column);
    if (below.includes(cell)) repeated++;
    else if (new Set(below).size < below.length) alone++;
  });
  return repeated === 0 || alone > repeated;
}

/**
 * How many records at the beginning hold names: those marked with `#`, those above numbers that are none themselves
 * (names, then units, or a title, then names), years above other numbers, or words that never come again.
 */
export function guessHeader(rows: Rows, isNumber: (cell: string) => boolean): number {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return first?.every((cell) => !isNumber(cell)) === true ? 1 : 0;
  let lines = markedLines(rows);
  while (
    lines < mostLines &&
    lines < rows.length - 1 &&
    saysNames(rows[lines] ?? [], rows.slice(lines + 1), isNumber)
  ) {
    lines++;
  }
  if (lines === 0) lines = linesBelowTitle(rows, isNumber);
  if (lines > 0) return lines;
  if (saysYears(first, rows.slice(1))) return 1;
  const named = first.filter((cell) => cell !== '');
  const couldBeNames =
    named.length >= first.length - 1 && named.every((cell) => !isNumber(cell) && !mayMeanMissing(cell));
  if (!couldBeNames || new Set(named).size < named.length) return 0;
  const others = rows.slice(1).filter((row) => !isSame(row, first));
  return wordsSayNames(first, others) ? linesThatComeAgain(rows, isNumber) : 0;
}

/**
 * How many lines a header of words has, of which the first is known for one: where it stands once more further down, those
 * that follow it there as here, and are no values elsewhere. One where it does not.
 */
function linesThatComeAgain(rows: Rows, isNumber: (cell: string) => boolean): number {
  const [first = []] = rows;
  const again = rows.flatMap((row, at) => (at > 0 && isSame(row, first) ? [at] : []));
  let lines = 1;
  while (again.length > 0 && lines < mostLines) {
    const next = rows[lines] ?? [];
    const follows = again.every((at) => at + lines < rows.length && isSame(rows[at + lines] ?? [], next));
    const isElsewhere = rows.filter((row) => isSame(row, next)).length > again.length + 1;
    const others = rows.filter((row) => !isSame(row, first) && !isSame(row, next));
    if (!follows || isElsewhere || next.some(isNumber) || !wordsSayNames(next, others)) break;
    lines++;
  }
  return lines;
}

/**
 * Which column has no name in a header that is one name short: the first, which then holds names of the rows, as R
 * writes them: words, or numbers no two of which are alike; or the last, which is empty since every row ends with a delimiter. Null where it can be neither.
 */
export function lackingName(
  rows: Rows,
  columns: number,
  isNumber: (cell: string) => boolean,
): 'first' | 'last' | null {
  // A backslash before a delimiter is meant to make it part of the value, and does not.
  if (rows.some((row) => row.some((cell) => cell.endsWith('\\')))) return null;
  const whole = rows.filter(({ length }) => length === columns);
  if (whole.every((row) => row.at(-1) === '')) return 'last';
  const first = whole.map(([cell = '']) => cell);
  return !first.some(isNumber) || new Set(first).size === first.length ? 'first' : null;
}

/** Names from the records of a header, those of several lines one after the other. */
export function headerNames(records: Rows, columns: number, lacking: 'first' | 'last' | null): string[] {
  return Array.from({ length: columns }, (_, column) =>
    records
      .map((record) => {
        const isShort = record.length === columns - 1 && record.length > 1;
        return record[isShort && lacking === 'first' ? column - 1 : column] ?? '';
      })
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** What a column is called that has no name, by its place. */
export const unnamed = (index: number): string => `column ${index + 1}`;

/** Names of a table's columns. */
export interface DistinctNames {
  readonly names: readonly string[];
  /** What is written in place of those that had come before. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** No two names alike and none empty: `column 3` by its place, the second of two equal ones as `name (2)`. */
export function distinctNames(names: readonly string[]): DistinctNames {
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  const distinct = names.map((name, index) => {
    // A byte-order mark that was written twice is left over in the first name.
    const base = name.replace(/^\ufeff+/, '') || unnamed(index);
    let own = base;
    for (let count = 2; taken.has(own); count++) own = `${base} (${count})`;
    taken.add(own);
    if (own !== base) renamed.set(own, base);
    return own;
  });
  return { names: distinct, renamed };
}
