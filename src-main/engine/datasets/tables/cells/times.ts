import type { DateOrder } from '@shared/data/tables/columns';
import type { RecordBatch } from '../text/records';
import { momentOf, parseDate } from './dates';
import type { NumberReader } from './numbers';

/** The time that a cell tells, NaN where it tells none. @param dateOrder null where times are numbers. */
export function timeReader(
  dateOrder: DateOrder | null,
  numbers: NumberReader,
): (batch: RecordBatch, cell: number) => number {
  if (dateOrder === null) {
    return ({ bytes, starts, ends }, cell) => numbers.read(bytes, starts[cell] ?? 0, ends[cell] ?? 0);
  }
  return (batch, cell) => {
    const date = parseDate(batch.text(cell), dateOrder);
    return date === null ? NaN : momentOf(date);
  };
}
