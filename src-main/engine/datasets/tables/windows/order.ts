import type { Windows } from '@shared/data/tables/windows';
import { quantile } from '@shared/statistics/describe';
import { badDataset, plural } from '../../readers/files';
import type { TablePlaces } from '../opened';
import type { Series } from './series';

/** From so many times the usual interval on, rows lie apart: months are of 28 to 31 days. */
const gapFrom = 1.5;

/** Whether rows are missing between two that follow each other. @param between their times. */
export const isGap = (between: number, interval: number): boolean => between > gapFrom * interval;

/** @throws AppError `badDataset` where a row's time is not later than that of the row before it. */
export function requireLater(
  time: number,
  before: { readonly time: number; readonly line: number },
  places: TablePlaces,
  line: number,
  column: string,
): void {
  if (time > before.time) return;
  const where = places.at(line, column);
  const { unit } = places;
  if (time === before.time) {
    throw badDataset(
      `The ${unit}s ${before.line} and ${line} have the same time: a series in time has one row a moment`,
      where,
      'Does the table hold several series? Give each a file of its own; else correct the time, or leave one of the rows out.',
    );
  }
  throw badDataset(
    `The rows are not in order of time: ${unit} ${line} is earlier than ${unit} ${before.line}`,
    where,
    'Sort the file by this column; or have a training sort it: “unsorted” of the windows “sort”.',
  );
}

/** The rows of a series in order of time, and where it has gaps. */
export interface Ordered {
  /** Rows by their places in time. */
  readonly order: Int32Array;
  /** Whether the file has them in another order. */
  readonly isSorted: boolean;
  /** Usually from one row to the next; NaN without times. */
  readonly interval: number;
  /** Places in time right behind a gap. */
  readonly gaps: readonly number[];
}

/**
 * Puts rows in order of time; without times it is that of the file.
 * @throws AppError `badDataset` where they are in another order and may not be sorted, two have one time, or there are gaps
 * that are not allowed.
 */
export function inOrder(series: Series, windows: Windows, column: string | null): Ordered {
  const { rows, times, lines, table } = series;
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  if (times === null || column === null) return { order, isSorted: false, interval: NaN, gaps: [] };
  const timeAt = (place: number): number => times[order[place] ?? 0] ?? NaN;
  const lineAt = (place: number): number => lines[order[place] ?? 0] ?? 0;
  let isSorted = false;
  if (windows.unsorted === 'sort') {
    order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
    isSorted = order.some((row, place) => row !== place);
  }
  const between = new Float64Array(Math.max(0, rows - 1));
  for (let place = 1; place < rows; place++) {
    const before = { time: timeAt(place - 1), line: lineAt(place - 1) };
    requireLater(timeAt(place), before, table, lineAt(place), column);
    between[place - 1] = timeAt(place) - before.time;
  }
  const interval = quantile(between.toSorted(), 0.5);
  const gaps = [...between.keys()]
    .filter((place) => isGap(between[place] ?? 0, interval))
    .map((place) => place + 1);
  const [gap] = gaps;
  if (gap !== undefined && windows.gaps === 'refuse') {
    throw gapFound(table, column, lineAt(gap), (between[gap - 1] ?? 0) / interval, gaps.length);
  }
  return { order, isSorted, interval, gaps };
}

/** @param times of the usual interval. @param count of the gaps; null while rows still come. */
export function gapFound(
  places: TablePlaces,
  column: string,
  line: number,
  times: number,
  count: number | null,
): Error {
  const all = count === null ? '' : ` (${plural(count, 'such gap')} in the table)`;
  // While rows still come, those that lack may stand further down.
  const missing = count === null ? 'missing there, or stand further down' : 'missing there';
  return badDataset(
    `Before ${places.unit} ${line} the time goes on by ${Number(times.toPrecision(3))} times the usual step${all}: rows are ${missing}`,
    places.at(line, column),
    'Put the missing rows in; or train with “gaps” of the windows “break”, so that no window reaches over one, or “keep” where rows on both sides are neighbors, as Friday and Monday are.',
  );
}
