import type { TableFinding } from '@shared/data/tables/findings';
import type { TableSpec } from '../roles';
import { allDistinct } from './allDistinct';
import { classesOfNumbers } from './classesOfNumbers';
import { constant } from './constant';
import { countsUp } from './countsUp';
import { doubtfulDates } from './doubtfulDates';
import { doubtfulNumbers } from './doubtfulNumbers';
import { doubtfulWords } from './doubtfulWords';
import { duplicateRows } from './duplicateRows';
import { emptyColumn } from './emptyColumn';
import { equalColumns } from './equalColumns';
import { givesAway } from './givesAway';
import { imbalance } from './imbalance';
import { lookAt } from './look';
import { numbersAsWords } from './numbersAsWords';
import type { FindingRule } from './rule';

/** What a table is looked through for. A new finding is its file and its line here. */
const rules: readonly FindingRule[] = [
  doubtfulNumbers,
  doubtfulDates,
  numbersAsWords,
  doubtfulWords,
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

/**
 * What a person should know of a table before training on it, from its first rows: those that make two million cells.
 * @param splits the split of each example: 0 training, 1 validation, 2 test.
 */
export async function findingsOf(
  spec: TableSpec,
  splits: Uint8Array | null,
  signal?: AbortSignal,
): Promise<TableFinding[]> {
  const isEachAnExample = !Object.values(spec.columns).some(({ missing }) => missing === 'dropRows');
  const table = await lookAt(spec, isEachAnExample ? splits : null, signal);
  const seen = table.isWhole ? '' : ` (Seen in the first ${table.rows.toLocaleString('en')} rows.)`;
  return rules.flatMap(({ name, find }) =>
    find(table).map((found) => ({ ...found, rule: name, message: found.message + seen })),
  );
}
