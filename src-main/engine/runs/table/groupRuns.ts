import type { FieldValue } from '@shared/runs/filter/evaluate';
import { deviation, mean } from '@shared/statistics/describe';
import type { RunColumns, ValueOf } from './columns';
import { fieldNamed, sortBy, type RunOrder } from './queryRuns';

/** What a group has in one column: of numbers their mean and standard deviation, of others the value that all have. */
export interface GroupCell {
  /** Runs that have a value. */
  readonly count: number;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly value: FieldValue;
}

export interface RunGroup<Id extends string> {
  /** What the runs share, in the order of the columns that they are grouped by. */
  readonly key: FieldValue[];
  readonly runIds: Id[];
  readonly cells: GroupCell[];
}

export interface Grouping {
  readonly by: readonly string[];
  /** What is told of each group. */
  readonly columns: readonly string[];
  readonly orders: readonly RunOrder[];
}

/**
 * Runs that have the same in some columns. The groups come in the order of their means, or of what all have, where they
 * are sorted; otherwise in that of their first runs. @throws FilterError
 */
export function groupRuns<Id extends string>(
  ids: readonly Id[],
  { by, columns: shown, orders }: Grouping,
  columns: RunColumns,
): RunGroup<Id>[] {
  const known = new Map<string, ValueOf>();
  const read = (name: string): ValueOf => {
    const valueOf = known.get(name) ?? columns.column(fieldNamed(name, columns));
    known.set(name, valueOf);
    return valueOf;
  };
  const sorting = orders.map(({ column }) => read(column));
  const ordered = sortBy(ids, orders, (id) => sorting.map((valueOf) => valueOf(id)));
  const groups = membersBy(ordered, by.map(read));
  const sorted = sortBy(groups, orders, ({ runIds }) => sorting.map((valueOf) => sharedBy(runIds, valueOf)));
  const cells = shown.map(read);
  return sorted.map(({ key, runIds }) => ({
    key,
    runIds,
    cells: cells.map((valueOf) => summarize(runIds.map(valueOf))),
  }));
}

/** What a group is sorted by. */
function sharedBy(ids: readonly string[], valueOf: ValueOf): FieldValue {
  const { mean: middle, value } = summarize(ids.map(valueOf));
  return middle ?? value;
}

function membersBy<Id extends string>(ids: readonly Id[], keys: readonly ValueOf[]) {
  const groups = new Map<string, { key: FieldValue[]; runIds: Id[] }>();
  for (const id of ids) {
    const key = keys.map((valueOf) => valueOf(id));
    const text = JSON.stringify(key);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, runIds: [id] });
    else group.runIds.push(id);
  }
  return [...groups.values()];
}

function summarize(values: readonly FieldValue[]): GroupCell {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value) => typeof value === 'number');
  const [first = null] = present;
  const count = present.length;
  const isOne = count === values.length && present.every((value) => isSame(value, first));
  const value = isOne ? first : null;
  if (count === 0 || numbers.length < count) return { count, mean: null, deviation: null, value };
  return { count, mean: mean(numbers), deviation: count < 2 ? null : deviation(numbers), value };
}

/** Lists are of tags. */
function isSame(a: FieldValue, b: FieldValue): boolean {
  return a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b));
}
