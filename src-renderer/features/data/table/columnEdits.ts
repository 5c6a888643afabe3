import type { ColumnRole, TableColumn } from '@shared/data/tables/columns';
import type { DatasetSpec } from '@shared/data/spec';

export type TableSpec = Extract<DatasetSpec, { kind: 'csv' }>;

/** Roles that only one column can have. */
const roleOfOne: readonly ColumnRole[] = ['target', 'group', 'split', 'time'];

const without = <Key extends keyof TableColumn>(column: TableColumn, key: Key): Omit<TableColumn, Key> => {
  const { [key]: _, ...rest } = column;
  return rest;
};

/** What is said of columns, those of which nothing is said left out. */
const tidied = (columns: Readonly<Record<string, TableColumn>>): Record<string, TableColumn> =>
  Object.fromEntries(Object.entries(columns).filter(([, column]) => Object.keys(column).length > 0));

/** What is said of one column, changed; a value of undefined takes it back. */
export function withColumn(spec: TableSpec, name: string, change: Partial<TableColumn>): TableSpec {
  const changed = Object.entries({ ...spec.columns[name], ...change }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...spec, columns: tidied({ ...spec.columns, [name]: Object.fromEntries(changed) }) };
}

/**
 * Gives a column its role. What can have one column alone is taken from the one that had it. A target and columns left
 * out stand in the fields of their own, the other roles with what is said of the column.
 */
export function withRole(spec: TableSpec, name: string, role: ColumnRole): TableSpec {
  const { target, ignore = [], columns, ...rest } = spec;
  const kept = Object.entries(columns).map(([other, column]) => {
    const losesRole =
      other === name || (roleOfOne.includes(role) && column.role !== undefined && column.role === role);
    return [other, losesRole ? without(column, 'role') : column] as const;
  });
  const others = ignore.filter((other) => other !== name);
  const leftOut = role === 'ignore' ? [...others, name] : others;
  const predicted = role === 'target' ? name : target === name ? undefined : target;
  const next: TableSpec = {
    ...rest,
    columns: tidied(Object.fromEntries(kept)),
    ...(predicted === undefined ? {} : { target: predicted }),
    ...(leftOut.length === 0 ? {} : { ignore: leftOut }),
  };
  return role === 'target' || role === 'ignore' ? next : withColumn(next, name, { role });
}
