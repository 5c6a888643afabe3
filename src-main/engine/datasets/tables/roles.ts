import { keepsValidation } from '@shared/data/dataset';
import type { TableSpec } from '@shared/data/catalogue';
import type { ColumnRole } from '@shared/data/tables/columns';
import { badDataset } from '../readers/files';
import type { ColumnScan } from './columnScan';
import { unnamed } from './guess/header';

/** Indices of the columns by what they are for. */
export interface TableRoles {
  readonly target: number;
  readonly features: readonly number[];
  readonly group: number | null;
  readonly split: number | null;
  readonly time: number | null;
}

type ByRole = Partial<Record<ColumnRole, number[]>>;

/** @throws AppError `badDataset` that lists the columns where there is none of this name. */
function requireColumn(names: readonly string[], name: string, path: string): number {
  const index = names.indexOf(name);
  if (index >= 0) return index;
  const shown =
    names.length > 30 ? `${names.slice(0, 30).join(', ')}, … (${names.length} in all)` : names.join(', ');
  throw badDataset(`There is no column “${name}”`, path, `Choose one of its columns: ${shown}.`);
}

const contradiction = (name: string, one: string, other: string, path: string): Error =>
  badDataset(
    `Column “${name}” is to be ${one} and ${other} at once`,
    `${path}, column “${name}”`,
    'Take one of the two away.',
  );

/** Which role the specification gives each column, without guessing. */
function askedRoles(spec: TableSpec, names: readonly string[]): Map<number, ColumnRole> {
  const roles = new Map<number, ColumnRole>();
  const give = (name: string, role: ColumnRole): void => {
    const column = requireColumn(names, name, spec.path);
    const before = roles.get(column);
    if (before !== undefined && before !== role && role === 'target' && before === 'ignore') {
      throw badDataset(
        'The column to predict is among those left out',
        spec.path,
        'Choose another column to predict.',
      );
    }
    if (before !== undefined && before !== role) throw contradiction(name, before, role, spec.path);
    roles.set(column, role);
  };
  for (const name of spec.ignore ?? []) give(name, 'ignore');
  if (spec.target !== undefined) give(spec.target, 'target');
  for (const [name, { role }] of Object.entries(spec.columns)) {
    requireColumn(names, name, spec.path);
    if (role !== undefined) give(name, role);
  }
  return roles;
}

function onlyOne(byRole: ByRole, role: ColumnRole, names: readonly string[], path: string): number | null {
  const [first, second] = byRole[role] ?? [];
  if (first !== undefined && second !== undefined) {
    throw badDataset(
      `Columns “${names[first] ?? ''}” and “${names[second] ?? ''}” both have the role ${role}`,
      path,
      'Only one column can have it.',
    );
  }
  return first ?? null;
}

/** Whether a column is left out by itself: nobody has said anything of it. */
export const isLeftOutUnsaid = (spec: TableSpec, { name, leftOutBecause }: ColumnScan): boolean =>
  leftOutBecause !== undefined &&
  spec.columns[name] === undefined &&
  name !== spec.target &&
  spec.ignore?.includes(name) !== true;

/**
 * Where nobody says what to predict, it is the last column; one without a name and without values is what a delimiter at
 * the end of each row leaves.
 * @throws AppError `badDataset` where the last has a name and no value: another would be predicted without a word
 */
function requireLastColumn(spec: TableSpec, columns: readonly ColumnScan[]): void {
  const last = columns.at(-1);
  if (last?.isEmpty !== true || !isLeftOutUnsaid(spec, last) || last.name === unnamed(columns.length - 1))
    return;
  throw badDataset(
    `The last column, “${last.name}”, which is predicted where nothing else is said, has no value in any row`,
    `${spec.path}, column “${last.name}”`,
    'Choose the column to predict (“target”), or a file with its values.',
  );
}

/**
 * What each column is for: as the specification says; of the others the last is the target where none is, those without
 * any value, and those that the file itself sets apart, are left out where nothing is said of them, and the rest are features.
 * @throws AppError `badDataset` where that leaves no target or contradicts itself.
 */
export function rolesOf(spec: TableSpec, columns: readonly ColumnScan[]): TableRoles {
  const names = columns.map(({ name }) => name);
  const asked = askedRoles(spec, names);
  const byRole: ByRole = {};
  for (const [column, role] of asked) (byRole[role] ??= []).push(column);
  const free = columns.flatMap((column, index) =>
    asked.has(index) || isLeftOutUnsaid(spec, column) ? [] : [index],
  );
  const said = onlyOne(byRole, 'target', names, spec.path);
  if (said === null) requireLastColumn(spec, columns);
  const target = said ?? free.at(-1);
  if (target === undefined) {
    throw badDataset(
      'The column to predict is among those left out',
      spec.path,
      'Choose another column to predict.',
    );
  }
  const features = columns.flatMap((_, index) => {
    const isFree = asked.get(index) === 'feature' || free.includes(index);
    return isFree && index !== target ? [index] : [];
  });
  return {
    target,
    features,
    group: onlyOne(byRole, 'group', names, spec.path),
    split: onlyOne(byRole, 'split', names, spec.path),
    time: onlyOne(byRole, 'time', names, spec.path),
  };
}

/** Whether rows are drawn for validation or test, each class in the same share. */
export function drawsShares(spec: TableSpec, { split, group, time }: TableRoles): boolean {
  const drawn =
    (spec.validationPath === undefined && keepsValidation(spec) ? 1 : 0) +
    (spec.testPath === undefined ? spec.testFraction : 0);
  return split === null && group === null && time === null && drawn > 0;
}
