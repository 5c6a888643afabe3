import type { TableSpec } from '@shared/data/catalogue';
import { plural } from '../../readers/files';
import type { ColumnScan } from '../columnScan';
import type { OpenedTable } from '../opened';
import { doubtIn } from '../findings/doubtfulNumbers';
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

/** Names of columns that stood among the rows and were taken out or taken for data. */
function repeatedHeaderRemarks(spec: TableSpec, { repeatedHeader }: OpenedTable): string[] {
  const count = repeatedHeader?.lines.length ?? 0;
  if (count === 0 || spec.kind === 'parquet') return [];
  const became = spec.repeatedHeader === 'leaveOut' ? 'left out' : 'taken for data';
  return [`${plural(count, 'row')} with the names of the columns ${count === 1 ? 'is' : 'are'} ${became}.`];
}

/** What is to be known of how the files of a table were read. */
export const readingRemarks = (spec: TableSpec, tables: readonly OpenedTable[]): string[] => [
  ...tables.slice(0, 1).flatMap((table) => sheetRemarks(spec, table)),
  ...tables.flatMap((table) => [...hiddenRemarks(spec, table), ...repeatedHeaderRemarks(spec, table)]),
  ...tables.slice(0, 1).flatMap((table) => doubtIn(table)?.message ?? []),
];

/** What a spreadsheet does not show and is read all the same, or is left out. */
export function hiddenRemarks(spec: TableSpec, { hidden, sheets, format: { sheet } }: OpenedTable): string[] {
  if (hidden === undefined || sheets === undefined || spec.kind !== 'xlsx') return [];
  const { rows, columns } = hidden;
  const became = spec.hiddenRows === 'leaveOut' ? 'left out' : 'read like others';
  const are = (count: number) => (count === 1 ? 'is' : 'are');
  return [
    ...(rows === 0
      ? []
      : [
          `${plural(rows, 'row')} of the sheet “${sheet ?? ''}” ${are(rows)} hidden, by hand or by a filter, and ${are(rows)} ${became}.`,
        ]),
    ...(columns.length === 0
      ? []
      : [
          `${plural(columns.length, 'column')} of it ${are(columns.length)} hidden and read like others: ${columns.map((name) => `“${name}”`).join(', ')}.`,
        ]),
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
