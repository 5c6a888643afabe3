import { basename } from 'node:path';
import type { TableSpec } from '@shared/data/catalogue';
import { plural } from '../../readers/files';
import type { ColumnScan } from '../columnScan';
import { doubtIn, hiddenNotes, repeatedHeaderNote } from '../notes';
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
function sheetRemarks(
  spec: TableSpec,
  { sheets = [], hiddenSheets, format: { sheet } }: OpenedTable,
): string[] {
  if (sheets.length < 2 || sheet === undefined || (spec.kind === 'xlsx' && spec.sheet !== undefined))
    return [];
  const others = sheets
    .filter((name) => name !== sheet)
    .map((name) => `“${name}”${hiddenSheets?.has(name) === true ? ' (hidden)' : ''}`);
  return [
    `The sheet “${sheet}” is read; ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} there too.`,
  ];
}

/** What is to be known of how the files of a table were read; of several, which it is said of. */
export const readingRemarks = (spec: TableSpec, tables: readonly OpenedTable[]): string[] => [
  ...tables.slice(0, 1).flatMap((table) => sheetRemarks(spec, table)),
  ...tables.flatMap((table) => {
    const notes = [...hiddenNotes(spec, table), repeatedHeaderNote(spec, table) ?? []].flat();
    return tables.length === 1 ? notes : notes.map((note) => `${basename(table.path)}: ${note}`);
  }),
  ...tables.slice(0, 1).flatMap((table) => doubtIn(table)?.message ?? []),
];

/** Words of an ordinal target's order that no row has. */
export function unseenRemarks(spec: TableSpec, { name, type, categories }: ColumnScan): string[] {
  if (type !== 'ordinal') return [];
  const unseen = (spec.columns[name]?.order ?? []).filter((word) => !categories.has(word));
  return unseen.length === 0 ? [] : [`Classes of “${name}” that no row has: ${unseen.join(', ')}.`];
}

/** What is left out by itself. */
export const leftOutRemarks = (spec: TableSpec, columns: readonly ColumnScan[]): string[] =>
  columns.flatMap((column) => (isLeftOutUnsaid(spec, column) ? [column.leftOutBecause ?? ''] : []));
