import type { DateOrder, TableColumn } from '@shared/data/tables/columns';
import { badDataset } from '../../readers/files';
import type { SplitRule } from '../../splitting/rule';
import type { ColumnScan } from '../columnScan';
import type { NumberReader } from '../cells/numbers';
import { timeReader } from '../cells/times';
import type { TablePlaces } from '../opened';
import type { RecordBatch } from '../text/records';
import type { TableRoles } from '../roles';
import { requirePresent, requireSound } from './soundness';

/** A number for each example that decides its split: its split itself, its group, or its time. */
export interface SplitKeys {
  readonly column: number;
  value(batch: RecordBatch, cell: number): number;
  rule(values: Float64Array): SplitRule;
}

const splitWords: Readonly<Record<string, number>> = {
  train: 0,
  training: 0,
  valid: 1,
  val: 1,
  validation: 1,
  dev: 1,
  test: 2,
  testing: 2,
};

function byNamedSplit(scan: ColumnScan, column: number, places: TablePlaces): SplitKeys {
  const wrong = [...scan.categories].find(([word]) => splitWords[word.toLowerCase()] === undefined);
  if (wrong !== undefined || scan.type !== 'category') {
    throw badDataset(
      `“${wrong?.[0] ?? scan.sample[0] ?? ''}” in column “${scan.name}” names no split`,
      wrong === undefined ? places.at(null, scan.name) : wrong[1].file.at(wrong[1].line, scan.name),
      'Write training, validation or test in each row, or give the column another role.',
    );
  }
  return {
    column,
    value: (batch, cell) => splitWords[batch.text(cell).toLowerCase()] ?? 0,
    rule: (values) => ({ by: 'assigned', splits: Uint8Array.from(values) }),
  };
}

function byGroup(scan: ColumnScan, column: number): SplitKeys {
  const groups = new Map<string, number>();
  return {
    column,
    value: (batch, cell) => {
      const key = batch.key(cell);
      const known = groups.get(key);
      if (known !== undefined) return known;
      groups.set(key, groups.size);
      return groups.size - 1;
    },
    rule: (values) => ({ by: 'group', groups: Int32Array.from(values), name: scan.name }),
  };
}

function byTime(
  scan: ColumnScan,
  column: number,
  order: DateOrder,
  numbers: NumberReader,
  places: TablePlaces,
): SplitKeys {
  if (scan.type !== 'number' && scan.type !== 'date') {
    throw badDataset(
      `Column “${scan.name}” holds words, which have no order in time`,
      places.at(null, scan.name),
      'Choose a column of dates or numbers for the role time.',
    );
  }
  return {
    column,
    value: timeReader(scan.type === 'date' ? order : null, numbers),
    rule: (times) => ({ by: 'time', times }),
  };
}

/**
 * What the roles say about how examples are shared out; null for by shares alone.
 * @throws AppError `badDataset` where two of them say different things, or values are missing.
 */
export function splitKeysOf(
  roles: TableRoles,
  columns: readonly ColumnScan[],
  own: (name: string) => TableColumn | undefined,
  numbers: NumberReader,
  places: TablePlaces,
): SplitKeys | null {
  const chosen = (['split', 'group', 'time'] as const).flatMap((role) => {
    const column = roles[role];
    return column === null ? [] : [{ role, column }];
  });
  const [first, second] = chosen;
  if (first === undefined) return null;
  const scan = columns[first.column];
  if (scan === undefined) throw new Error('a role names a column of the table');
  if (second !== undefined) {
    throw badDataset(
      `The rows are to be shared out by ${first.role} (“${scan.name}”) and by ${second.role} at once`,
      places.path,
      'Keep one of these roles.',
    );
  }
  // A group may be called by any text.
  const require = first.role === 'group' ? requirePresent : requireSound;
  require(scan, own(scan.name), places, first.role);
  if (first.role === 'split') return byNamedSplit(scan, first.column, places);
  if (first.role === 'group') return byGroup(scan, first.column);
  return byTime(scan, first.column, own(scan.name)?.dateOrder ?? scan.dates.order, numbers, places);
}
