import { type DatePart, dateParts, type TableColumn } from '@shared/data/tables/columns';
import { datePart, parseDate } from '../cells/dates';
import type { ColumnScan } from '../columnScan';

/** Parts that a date is turned into where the person has not chosen: the calendar's, and the hour where there are times. */
export function datePartsOf(column: ColumnScan, own: TableColumn | undefined): readonly DatePart[] {
  return (
    own?.parts ?? dateParts.filter((part) => part !== 'days' && (part !== 'hour' || column.dates.hasTimes))
  );
}

/** How a value is to be given that takes the place of missing ones, by a column's type. */
export const replacementForm: Readonly<Record<ColumnScan['type'], string>> = {
  number: 'a number',
  ordinal: 'a word of its order, or the place of one, counted from 0',
  date: 'a day as the column writes them',
  category: 'a word',
  text: 'a word',
};

/**
 * The inputs that a column's own value becomes where one is missing: a number, a rank, the parts of a day.
 * @returns null where the value is none of the column's
 */
export function replacementOf(column: ColumnScan, own: TableColumn | undefined): readonly number[] | null {
  const text = String(own?.value ?? '').trim();
  const number = text === '' ? NaN : Number(text);
  switch (column.type) {
    case 'number':
      return Number.isFinite(number) ? [number] : null;
    case 'ordinal':
      return rankOf(text, number, own?.order ?? []);
    case 'date': {
      const date = parseDate(text, own?.dateOrder ?? column.dates.order);
      return date && datePartsOf(column, own).map((part) => datePart(date, part));
    }
    case 'category':
    case 'text':
      return [];
  }
}

function rankOf(text: string, number: number, order: readonly string[]): readonly number[] | null {
  const rank = order.includes(text) ? order.indexOf(text) : number;
  return Number.isInteger(rank) && rank >= 0 && rank < order.length ? [rank] : null;
}
