import type { FieldValue } from '@shared/runs/filter/evaluate';
import { deviation, mean } from '@shared/statistics/describe';
import type { RunColumns } from './columns';
import { fieldNamed } from './queryRuns';

/** What a group has in one column: of numbers their mean and standard deviation, of others the value that all have. */
export interface GroupCell {
  /** Runs that have a value. */
  readonly count: number;
  readonly mean: number | null;
  readonly deviation: number | null;
  readonly value: FieldValue;
}

export interface RunGroup {
  /** What the runs share, in the order of the columns that they are grouped by. */
  readonly key: FieldValue[];
  readonly count: number;
  readonly cells: GroupCell[];
}

/** Runs that have the same in some columns, in the order in which each group's first run comes. @throws FilterError */
export function groupRuns(
  ids: readonly string[],
  by: readonly string[],
  shown: readonly string[],
  columns: RunColumns,
): RunGroup[] {
  const keys = by.map((name) => columns.column(fieldNamed(name, columns)));
  const cells = shown.map((name) => columns.column(fieldNamed(name, columns)));
  const groups = new Map<string, { key: FieldValue[]; ids: string[] }>();
  for (const id of ids) {
    const key = keys.map((valueOf) => valueOf(id));
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, ids: [] };
    group.ids.push(id);
    groups.set(text, group);
  }
  return [...groups.values()].map(({ key, ids: members }) => ({
    key,
    count: members.length,
    cells: cells.map((valueOf) => summarize(members.map(valueOf))),
  }));
}

function summarize(values: readonly FieldValue[]): GroupCell {
  const present = values.filter((value) => value !== null);
  const numbers = present.filter((value) => typeof value === 'number');
  const [first = null] = present;
  const isOne =
    present.length === values.length &&
    present.every((value) => JSON.stringify(value) === JSON.stringify(first));
  const count = present.length;
  if (numbers.length === 0 || numbers.length < count) {
    return { count, mean: null, deviation: null, value: isOne ? first : null };
  }
  return {
    count,
    mean: mean(numbers),
    deviation: count < 2 ? null : deviation(numbers),
    value: isOne ? first : null,
  };
}
