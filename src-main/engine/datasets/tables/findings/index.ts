import type { TableFinding } from '@shared/data/tables/findings';
import type { TableSpec } from '@shared/data/catalogue';
import { allDistinct } from './allDistinct';
import { classesOfNumbers } from './classesOfNumbers';
import { codesAsNumbers } from './codesAsNumbers';
import { constant } from './constant';
import { countsUp } from './countsUp';
import { datesAsNumbers } from './datesAsNumbers';
import { doubtfulDates } from './doubtfulDates';
import { doubtfulNumbers } from './doubtfulNumbers';
import { doubtfulWords } from './doubtfulWords';
import { duplicateRows } from './duplicateRows';
import { emptyColumn } from './emptyColumn';
import { equalColumns } from './equalColumns';
import { garbledWords } from './garbledWords';
import { givesAway } from './givesAway';
import { hiddenCells } from './hiddenCells';
import { imbalance } from './imbalance';
import { lookAt, type LookedAt } from '../firstRows/look';
import { loneClasses } from './loneClasses';
import { missingValues } from './missingValues';
import { numbersAsWords } from './numbersAsWords';
import { repeatedHeader } from './repeatedHeader';
import { repeatedNames } from './repeatedNames';
import type { FindingRule } from './rule';
import { shortHeader } from './shortHeader';
import { standInNumbers } from './standInNumbers';
import { strayWords } from './strayWords';
import { swallowedRows } from './swallowedRows';
import { takeRows } from '../firstRows/taking';
import { tooManyWords } from './tooManyWords';
import { totalsRow } from './totalsRow';
import { wordsAlike } from './wordsAlike';

/** What a table is looked through for, behind its repeated header. A new finding is its file and its line here. */
const rules: readonly FindingRule[] = [
  hiddenCells,
  strayWords,
  missingValues,
  swallowedRows,
  shortHeader,
  repeatedNames,
  tooManyWords,
  loneClasses,
  doubtfulNumbers,
  doubtfulDates,
  numbersAsWords,
  doubtfulWords,
  wordsAlike,
  garbledWords,
  totalsRow,
  codesAsNumbers,
  datesAsNumbers,
  standInNumbers,
  classesOfNumbers,
  emptyColumn,
  constant,
  countsUp,
  allDistinct,
  givesAway,
  equalColumns,
  duplicateRows,
  imbalance,
];

/** Cells that are looked at; a larger table is judged by its first rows. */
const mostCells = 2_000_000;

/** What is found in rows that are in memory. */
export function findingsIn(table: LookedAt): TableFinding[] {
  const seen = table.isWhole ? '' : ` (Seen in the first ${table.rows.toLocaleString('en')} rows.)`;
  const foundBy = ({ name, find }: FindingRule): TableFinding[] =>
    find(table).map((found) => ({
      ...found,
      rule: name,
      unit: table.table.unit,
      message: found.message + seen,
    }));
  const repeated = foundBy(repeatedHeader);
  // What else there is to find depends on what becomes of these rows.
  const isUndecided = repeated.some(({ severity }) => severity === 'error');
  return isUndecided ? repeated : [...repeated, ...rules.flatMap(foundBy)];
}

/**
 * What a person should know of a table before training on it, from its first rows: those that make two million cells.
 * @param splits the split of each example: 0 training, 1 validation, 2 test.
 */
export async function findingsOf(
  spec: TableSpec,
  splits: Uint8Array | null,
  signal?: AbortSignal,
): Promise<TableFinding[]> {
  const isEachAnExample =
    spec.windows === undefined &&
    spec.duplicates === 'keep' &&
    !Object.values(spec.columns).some(({ missing }) => missing === 'dropRows');
  const taken = await takeRows(spec, Infinity, mostCells, signal);
  if (taken.problem !== null) throw taken.problem;
  return findingsIn(lookAt(spec, taken, isEachAnExample ? splits : null));
}
