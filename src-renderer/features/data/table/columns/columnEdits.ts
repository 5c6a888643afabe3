import {
  type ColumnOption,
  type ColumnRole,
  type TableColumn,
  unmeantOption,
} from '@shared/data/tables/columns';
import type { TableSpec } from '@shared/data/catalogue';

/** Roles that only one column can have. */
const roleOfOne: readonly ColumnRole[] = ['target', 'group', 'split', 'time'];

const without = <Key extends keyof TableColumn>(column: TableColumn, key: Key): Omit<TableColumn, Key> => {
  const { [key]: _, ...rest } = column;
  return rest;
};

/** What is said of columns, those of which nothing is said left out. */
const tidied = (columns: Readonly<Record<string, TableColumn>>): Record<string, TableColumn> =>
  Object.fromEntries(Object.entries(columns).filter(([, column]) => Object.keys(column).length > 0));

const isMeant = (option: string, column: TableColumn): boolean =>
  option === 'role' || option === 'type' || unmeantOption(option as ColumnOption, column) === null;

/**
 * What is said of one column, changed; a value of undefined takes it back. What means nothing any more beside the change
 * goes with it.
 */
export function withColumn<Spec extends TableSpec>(
  spec: Spec,
  name: string,
  change: Partial<TableColumn>,
): Spec {
  const column = { ...spec.columns[name], ...change };
  const changed = Object.entries(column).filter(
    ([option, value]) => value !== undefined && (option in change || isMeant(option, column)),
  );
  return { ...spec, columns: tidied({ ...spec.columns, [name]: Object.fromEntries(changed) }) };
}

/**
 * Gives a column its role. What can have one column alone is taken from the one that had it. A target and columns left
 * out stand in the fields of their own, the other roles with what is said of the column.
 */
export function withRole<Spec extends TableSpec>(spec: Spec, name: string, role: ColumnRole): Spec {
  const { target, ignore = [], columns, ...rest }: TableSpec = spec;
  const kept = Object.entries(columns).map(([other, column]) => {
    const losesRole =
      other === name || (roleOfOne.includes(role) && column.role !== undefined && column.role === role);
    return [other, losesRole ? without(column, 'role') : column] as const;
  });
  const others = ignore.filter((other) => other !== name);
  const leftOut = role === 'ignore' ? [...others, name] : others;
  const predicted = role === 'target' ? name : target === name ? undefined : target;
  // The rest is the specification's own, which TypeScript does not follow through a union.
  const next = {
    ...rest,
    columns: tidied(Object.fromEntries(kept)),
    ...(predicted === undefined ? {} : { target: predicted }),
    ...(leftOut.length === 0 ? {} : { ignore: leftOut }),
  } as Spec;
  return role === 'target' || role === 'ignore' ? next : withColumn(next, name, { role });
}
