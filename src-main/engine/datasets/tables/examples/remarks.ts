import type { TableSpec } from '@shared/data/catalogue';
import { plural } from '../../readers/files';
import type { ColumnScan } from '../columnScan';
import type { OpenedTable } from '../opened';
import { isLeftOutUnsaid } from '../roles';
import type { RepeatedRows } from './repeatedRows';

/** What was left out since it had come before. */
export function repeatedRemarks(repeated: RepeatedRows | null): string[] {
  if (repeated === null || repeated.count === 0) return [];
  const { count } = repeated;
  return [
    `${plural(count, 'row')} ${count === 1 ? 'was' : 'were'} there before and ${count === 1 ? 'is' : 'are'} left out.`,
  ];
}

/** Which of several sheets is read, where nobody has said it. */
export function sheetRemarks(spec: TableSpec, { sheets = [], format: { sheet } }: OpenedTable): string[] {
  if (sheets.length < 2 || sheet === undefined || (spec.kind === 'xlsx' && spec.sheet !== undefined))
    return [];
  const others = sheets.filter((name) => name !== sheet).map((name) => `“${name}”`);
  return [
    `The sheet “${sheet}” is read; ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} there too.`,
  ];
}

/** Words of an ordinal target's order that no row has. */
export function unseenRemarks(spec: TableSpec, { name, type, categories }: ColumnScan): string[] {
  if (type !== 'ordinal') return [];
  const unseen = (spec.columns[name]?.order ?? []).filter((word) => !categories.has(word));
  return unseen.length === 0 ? [] : [`Classes of “${name}” that no row has: ${unseen.join(', ')}.`];
}

/** What is left out by itself. */
export const leftOutRemarks = (spec: TableSpec, columns: readonly ColumnScan[]): string[] =>
  columns.flatMap((column) => (isLeftOutUnsaid(spec, column) ? [column.leftOutBecause ?? ''] : []));
