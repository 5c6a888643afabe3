import type { Ref } from 'vue';
import type { ColumnOrder, RunsView } from '../table/views';
import { isBestFirst } from './columns';

/** How the columns of a view are sorted by, put in order and sized. */
export function useColumnChanges(
  names: () => readonly string[],
  view: Readonly<Ref<RunsView>>,
  change: (change: Partial<RunsView>) => void,
) {
  function sortBy(column: string, isMore: boolean): void {
    change({ orders: nextOrders(view.value.orders, column, isMore) });
  }

  /** Puts a column in the place of another. */
  function moveColumn(column: string, to: string): void {
    const others = names().filter((name) => name !== column);
    const place = names().indexOf(to);
    change({ columns: [...others.slice(0, place), column, ...others.slice(place)] });
  }

  function sizeColumn(column: string, width: number): void {
    change({ widths: { ...view.value.widths, [column]: width } });
  }

  return { sortBy, moveColumn, sizeColumn };
}

/**
 * A column that was not sorted by comes in its usual direction, then the other way, then not at all.
 * @param isMore beside the columns that are sorted by
 */
export function nextOrders(
  orders: readonly ColumnOrder[],
  column: string,
  isMore: boolean,
): readonly ColumnOrder[] {
  const usual = isBestFirst(column);
  const before = orders.find((order) => order.column === column);
  const next = before === undefined ? usual : before.descending === usual ? !usual : null;
  const others = isMore ? orders : orders.filter((order) => order.column === column);
  if (next === null) return others.filter((order) => order.column !== column);
  if (before === undefined) return [...(isMore ? orders : []), { column, descending: next }];
  return others.map((order) => (order.column === column ? { column, descending: next } : order));
}
