import type { TableSpec } from '@shared/data/catalogue';
import type { TableFormat } from '@shared/data/tables/reading';
import { plural } from '../readers/files';
import type { OpenedTable } from './opened';

const nameOf = { ',': 'comma', '.': 'point' } as const;
const are = (count: number): string => (count === 1 ? 'is' : 'are');

/** A number whose mark may group thousands or be the decimal one, as it was taken. */
export function doubtIn({ doubtfulNumber, format: { decimal } }: OpenedTable) {
  if (doubtfulNumber === null || decimal === undefined) return null;
  const mark: TableFormat['decimal'] = doubtfulNumber.includes(',') ? ',' : '.';
  const isDecimal = mark === decimal;
  const value = doubtfulNumber.replace(mark, isDecimal ? '.' : '');
  return {
    mark,
    isDecimal,
    name: nameOf[mark],
    message: `“${doubtfulNumber}” is read as ${Number(value)}, since nothing in the file says whether its ${nameOf[mark]} groups thousands or is the decimal mark.`,
  };
}

/** That the names of the columns stand once more among the rows. */
export const namesAmongRows = (lines: readonly number[]): string =>
  `The names of the columns stand once more in ${plural(lines.length, 'row')}`;

/** The same with what became of these rows; null where there are none, or nobody has said it. */
export function repeatedHeaderNote(spec: TableSpec, { repeatedHeader }: OpenedTable): string | null {
  const lines = repeatedHeader?.lines ?? [];
  if (lines.length === 0 || spec.kind === 'parquet' || spec.repeatedHeader === undefined) return null;
  const became = spec.repeatedHeader === 'leaveOut' ? 'left out' : 'taken for data';
  return `${namesAmongRows(lines)}, which ${are(lines.length)} ${became}.`;
}

/** What a spreadsheet does not show and is read all the same, or is left out. */
export function hiddenNotes(spec: TableSpec, { hidden, sheets, format: { sheet } }: OpenedTable): string[] {
  if (hidden === undefined || sheets === undefined || spec.kind !== 'xlsx') return [];
  const { rows, columns } = hidden;
  const became = spec.hiddenRows === 'leaveOut' ? 'left out' : 'read like others';
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
