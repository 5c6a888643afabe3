import type { Windows } from '@shared/data/tables/windows';
import { AppError } from '@shared/errors';
import { splits, type Split } from '@shared/runs/metricNames';
import { beginningsByTime } from '../../splitting/byTime';

/** Rows in order of time, and what windows may not reach over. */
export interface RowsToCut {
  readonly rows: number;
  /** Whether a row, by its place in time, follows the one before it without a gap. */
  follows(place: number): boolean;
  /** Whether a row lacks a value. */
  isHole(place: number): boolean;
}

interface Shares {
  readonly validationFraction: number;
  readonly testFraction: number;
}

/** The first row of each window, by its place in time, and the split, 0 to 2, that all of its rows are in. */
export interface CutWindows {
  readonly starts: Int32Array;
  readonly splits: Uint8Array;
}

function startsWithin({ follows, isHole }: RowsToCut, from: number, to: number, length: number): number[] {
  const starts: number[] = [];
  let run = 0;
  for (let place = from; place < to; place++) {
    run = isHole(place) ? 0 : follows(place) ? run + 1 : 1;
    if (run >= length) starts.push(place - length + 1);
  }
  return starts;
}

/**
 * Cuts a series into windows. All rows of one, those of its inputs and those that it predicts, are in one split: nothing that
 * is judged by is seen in training, and nothing that is learned from is judged by.
 * @throws AppError `badDataset` where a split that is asked for has no window.
 */
export function cutWindows(rows: RowsToCut, windows: Windows, shares: Shares, name: string): CutWindows {
  const length = windows.steps + windows.horizon;
  const { validation, test } = beginningsByTime(rows.rows, shares);
  const ends = [0, validation, test, rows.rows];
  const starts: number[] = [];
  const splitOfEach: number[] = [];
  splits.forEach((split, place) => {
    const [from = 0, to = 0] = ends.slice(place, place + 2);
    const found = startsWithin(rows, from, to, length);
    const isAsked = [true, shares.validationFraction > 0, shares.testFraction > 0][place];
    if (found.length === 0 && isAsked === true) throw noWindow(windows, split, to - from, name);
    for (const start of found) {
      starts.push(start);
      splitOfEach.push(place);
    }
  });
  return { starts: Int32Array.from(starts), splits: Uint8Array.from(splitOfEach) };
}

function noWindow({ steps, horizon }: Windows, split: Split, rows: number, name: string): AppError {
  const length = steps + horizon;
  const why =
    rows >= length ? ', of which no so many follow each other without a gap or a missing value' : '';
  const share =
    split === 'training' ? 'smaller shares for the others' : `a larger share (“${split}Fraction”)`;
  return new AppError(
    'badDataset',
    `No window fits into the ${split} split: it has ${rows} rows${why}, and a window takes ${steps} and the ${horizon} behind, ${length} in all`,
    { where: name, remedy: `Use fewer steps, a shorter horizon, more rows or ${share}.` },
  );
}
