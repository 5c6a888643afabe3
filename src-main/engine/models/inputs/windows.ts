import type { PreparedWindows } from '@shared/data/tables/windows';
import { joined } from '@shared/ops/joined';
import { badDataset, plural } from '../../datasets/readers/files';
import { timeReader } from '../../datasets/tables/cells/times';
import type { OpenedTable } from '../../datasets/tables/opened';
import { gapFound, isGap, requireLater } from '../../datasets/tables/windows/order';
import type { InputBatch } from './inputs';
import type { ReadRow } from './tableRows';

/** Values that go through the model together, about. */
const valuesAtOnce = 1 << 20;

/** A row of a series: the inputs of one step. */
interface SeriesRow {
  readonly line: number;
  /** 0 where the order of the rows is their order in time. */
  readonly time: number;
  readonly values: Float32Array;
}

/**
 * The rows of a table, one after another.
 * @param width inputs of a row.
 * @param place of the column that tells the time.
 * @throws AppError `badDataset` where a row tells no time, or as `read` does
 */
export async function* seriesRows(
  table: OpenedTable,
  read: ReadRow,
  width: number,
  time: PreparedWindows['time'],
  place: number,
  signal?: AbortSignal,
): AsyncGenerator<SeriesRow> {
  const timeAt = time && timeReader(time.dateOrder, table.numbers);
  for await (const { batch, firstRow } of table.rows(signal)) {
    for (let row = firstRow; row < batch.rows; row++) {
      const values = new Float32Array(width);
      read(batch, row, values, 0);
      const line = batch.lines[row] ?? 0;
      const moment = timeAt?.(batch, (batch.rowFirst[row] ?? 0) + place) ?? 0;
      if (Number.isNaN(moment)) {
        throw badDataset(
          'The row tells no time',
          table.at(line, time?.column ?? null),
          'Write it as in the table that the model learned from.',
        );
      }
      yield { line, time: moment, values };
    }
  }
}

/** Rows one after another, as far as they belong together. */
class Recent {
  private readonly values: Float32Array;
  private run = 0;
  private last: Pick<SeriesRow, 'time' | 'line'> | null = null;

  constructor(
    private readonly windows: PreparedWindows,
    private readonly table: OpenedTable,
    private readonly width: number,
  ) {
    this.values = new Float32Array(windows.steps * width);
  }

  /** Takes the next row. @returns the window that ends with it, null where there are too few rows for one. */
  add(row: SeriesRow): Float32Array | null {
    this.requireNext(row);
    this.last = row;
    this.values.copyWithin(0, this.width);
    this.values.set(row.values, this.values.length - this.width);
    this.run++;
    return this.run < this.windows.steps ? null : this.values.slice();
  }

  private requireNext({ time, line }: SeriesRow): void {
    const { last, table, windows } = this;
    if (last === null || windows.time === null) return;
    const { column, interval } = windows.time;
    requireLater(time, last, table, line, column);
    const between = time - last.time;
    if (!isGap(between, interval)) return;
    if (windows.gaps === 'refuse') throw gapFound(table, column, line, between / interval, null);
    if (windows.gaps === 'break') this.run = 0;
  }
}

/**
 * The windows of a series that rows make, each called by the line of its last row: what the model answers are the values
 * behind it.
 * @param width inputs of a row.
 * @throws AppError `badDataset` where the rows are not in order, or too few for a window.
 */
export async function* windowsOfRows(
  rows: AsyncIterable<SeriesRow>,
  windows: PreparedWindows,
  table: OpenedTable,
  width: number,
): AsyncGenerator<InputBatch> {
  const recent = new Recent(windows, table, width);
  const atOnce = Math.max(1, Math.floor(valuesAtOnce / (windows.steps * width)));
  let names: string[] = [];
  let found: Float32Array[] = [];
  let [count, any] = [0, false];
  for await (const row of rows) {
    count++;
    const window = recent.add(row);
    if (window === null) continue;
    any = true;
    names.push(String(row.line));
    found.push(window);
    if (found.length < atOnce) continue;
    yield { names, values: joined(found) };
    [names, found] = [[], []];
  }
  if (found.length > 0) yield { names, values: joined(found) };
  if (any) return;
  throw badDataset(
    `The table has ${plural(count, 'row')}${count < windows.steps ? '' : ', with gaps between them'}, and the model takes ${windows.steps} that follow each other`,
    table.path,
    'Give a table with more of what came before.',
  );
}
