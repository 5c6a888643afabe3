import type { DatasetContent } from '@shared/data/dataset';
import type { TableColumn } from '@shared/data/tables/columns';
import { badDataset } from '../../readers/files';
import type { ColumnScan, WordCount } from '../columnScan';
import { foldedCategories } from './features';
import type { NumberReader } from '../cells/numbers';
import type { TablePlaces } from '../opened';
import type { RecordBatch } from '../text/records';
import { requireDigits, requireSound } from './soundness';

/** How the column to predict becomes class indices or values. */
export interface TargetEncoder {
  readonly content: Pick<DatasetContent, 'task' | 'targetName' | 'classNames'>;
  /** Of one cell; NaN where it is missing. */
  value(batch: RecordBatch, cell: number): number;
}

interface Classes {
  readonly names: readonly string[];
  /** Index of a class by a cell, or undefined. */
  indexOf(batch: RecordBatch, cell: number): number | undefined;
}

/** The numbers that are a target's classes; null where its words are, or where it has none. */
function classesOfNumbers(column: ColumnScan, own: TableColumn | undefined) {
  if (column.type === 'number') return own?.type === 'number' ? null : column.likelyClasses;
  const areClasses =
    column.type === 'category' &&
    column.texts === 0 &&
    own?.rare === undefined &&
    column.twoSpellings === null;
  return areClasses ? column.numericClasses : null;
}

/** `1E5` stays what it is: as the name of a class nothing is reckoned with it. */
const nameOf = ([value, { written }]: readonly [number, WordCount]): string => written ?? String(value);

const byName = (classes: ReadonlyMap<number, WordCount>): ReadonlyMap<string, WordCount> =>
  new Map([...classes].map((one) => [nameOf(one), one[1]]));

/** How often each class of a target comes, rare ones by themselves; null where it is to be predicted as a number. */
export function classCounts(
  column: ColumnScan,
  own: TableColumn | undefined,
): ReadonlyMap<string, WordCount> | null {
  const numeric = classesOfNumbers(column, own);
  if (numeric !== null) return byName(numeric);
  return column.type === 'number' ? null : column.categories;
}

function numericClasses(found: ReadonlyMap<number, WordCount>, numbers: NumberReader): Classes {
  const values = [...found.keys()];
  const indexOf = new Map(values.map((value, index) => [value, index]));
  return {
    names: [...found].map(nameOf),
    indexOf: ({ bytes, starts, ends }, cell) =>
      indexOf.get(numbers.read(bytes, starts[cell] ?? 0, ends[cell] ?? 0)),
  };
}

function wordClasses(column: ColumnScan, own: TableColumn | undefined): Classes {
  const { names, indexOf } = foldedCategories(column, own);
  const order = column.type === 'ordinal' ? (own?.order ?? []) : inNumericOrder(names);
  const place = new Map(order.map((name, index) => [name, index]));
  const byKey = new Map([...indexOf].map(([key, index]) => [key, place.get(names[index] ?? '')]));
  return {
    names: order,
    indexOf: (batch, cell) => byKey.get(batch.key(cell)),
  };
}

/** Numbers among class names stand in their own order. */
function inNumericOrder(names: readonly string[]): readonly string[] {
  const areNumbers = names.every((name) => name !== '' && Number.isFinite(Number(name)));
  return areNumbers ? [...names].sort((a, b) => Number(a) - Number(b)) : names;
}

function classesOf(column: ColumnScan, own: TableColumn | undefined, numbers: NumberReader): Classes | null {
  const numeric = classesOfNumbers(column, own);
  if (numeric !== null) return numericClasses(numeric, numbers);
  return column.type === 'number' ? null : wordClasses(column, own);
}

/**
 * Words are classes, numbers values; few different whole numbers are classes where the column's type is not said.
 * @throws AppError `badDataset` where nothing can be learnt from the column.
 */
export function targetEncoder(
  column: ColumnScan,
  own: TableColumn | undefined,
  numbers: NumberReader,
  places: TablePlaces,
): TargetEncoder {
  const targetName = column.name;
  if (column.type === 'date') {
    throw badDataset(
      `Column “${targetName}” holds dates, which cannot be predicted`,
      places.at(null, targetName),
      'Choose another column to predict, or say that its type is category.',
    );
  }
  requireSound(column, own, places, 'target');
  const classes = classesOf(column, own, numbers);
  if (classes !== null && column.type === 'number') requireOneSpelling(column);
  const isConstant = classes === null ? column.isConstant : classes.names.length < 2;
  if (isConstant) {
    throw badDataset(
      `Every row has the same value in “${targetName}”, so there is nothing to learn`,
      places.at(null, targetName),
      'Choose another column to predict.',
    );
  }
  if (classes === null) {
    requireDigits(column, places);
    return {
      content: { task: 'regression', targetName, classNames: [] },
      value: ({ bytes, starts, ends }, cell) => numbers.read(bytes, starts[cell] ?? 0, ends[cell] ?? 0),
    };
  }
  return {
    content: { task: 'classification', targetName, classNames: [...classes.names] },
    value: (batch, cell) => classes.indexOf(batch, cell) ?? NaN,
  };
}

/** @throws AppError `badDataset` where `100` and `1E2` would become one class and may be two */
function requireOneSpelling({ name, twoSpellings }: ColumnScan): void {
  if (twoSpellings === null) return;
  const { before, text, file, line } = twoSpellings;
  throw badDataset(
    `“${before}” and “${text}” in “${name}” are the same number, and may be two classes`,
    file.at(line, name),
    'Say that the type of the column is category, where each way of writing is a class, or number, where a value is to be predicted.',
  );
}
