import type { FieldValue } from '@shared/runs/filter/evaluate';
import { fieldsOf, testOf } from '@shared/runs/filter/evaluate';
import { resolveField, type RunField } from '@shared/runs/filter/fields';
import { parseFilter } from '@shared/runs/filter/parse';
import type { RunColumns, ValueOf } from './columns';

export interface RunOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** A field named by itself, outside a condition. @throws FilterError */
export function fieldNamed(name: string, columns: RunColumns): RunField {
  return resolveField({ name, from: 0, to: name.length }, () => columns.parameterPaths(), name);
}

/** Those of the runs that a condition holds of, in their order. @throws FilterError with the place in the condition */
export function filterRuns<Id extends string>(ids: readonly Id[], where: string, columns: RunColumns): Id[] {
  if (where.trim() === '') return [...ids];
  const filter = parseFilter(where);
  const read = new Map<string, ValueOf>();
  for (const field of fieldsOf(filter)) {
    const resolved = resolveField(field, () => columns.parameterPaths(), where);
    if (!read.has(field.name)) read.set(field.name, columns.column(resolved));
  }
  return ids.filter(testOf<Id>(filter, ({ name }) => read.get(name) ?? (() => null)));
}

/** By several columns, the first one first; what has no value comes last either way. @throws FilterError */
export function sortRuns<Id extends string>(
  ids: readonly Id[],
  orders: readonly RunOrder[],
  columns: RunColumns,
): Id[] {
  const read = orders.map(({ column }) => columns.column(fieldNamed(column, columns)));
  return sortBy(ids, orders, (id) => read.map((valueOf) => valueOf(id)));
}

/** By the values that each has in the columns of the orders. */
export function sortBy<Item>(
  items: readonly Item[],
  orders: readonly RunOrder[],
  valuesOf: (item: Item) => readonly FieldValue[],
): Item[] {
  if (orders.length === 0) return [...items];
  const rows = items.map((item) => ({ item, values: valuesOf(item) }));
  rows.sort((a, b) => {
    for (const [place, { descending }] of orders.entries()) {
      const sign = descending ? -1 : 1;
      const order = compareValues(a.values[place] ?? null, b.values[place] ?? null, sign);
      if (order !== 0) return order;
    }
    return 0;
  });
  return rows.map(({ item }) => item);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compareValues(a: FieldValue, b: FieldValue, sign: number): number {
  const [first, second] = [a, b].map((value) =>
    Array.isArray(value) ? value.join(', ') || null : value,
  ) as FieldValue[];
  if (first === second) return 0;
  if (first === null || first === undefined) return 1;
  if (second === null || second === undefined) return -1;
  if (typeof first === 'number' && typeof second === 'number') return sign * (first - second);
  return sign * collator.compare(String(first), String(second));
}

/** What the runs have in some columns, a row each. @throws FilterError */
export function cellsOf(
  ids: readonly string[],
  names: readonly string[],
  columns: RunColumns,
): FieldValue[][] {
  const read = names.map((name) => columns.column(fieldNamed(name, columns), ids));
  return ids.map((id) => read.map((valueOf) => valueOf(id)));
}
