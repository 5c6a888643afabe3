import type { TableSpec } from '@shared/data/catalogue';
import { unmeantWithWindows, type Windows } from '@shared/data/tables/windows';
import { badDataset, plural } from '../../readers/files';
import type { ColumnScan } from '../columnScan';
import type { OpenedTable } from '../opened';
import type { TableRoles } from '../roles';

/** A table whose rows have been looked through, and what its columns are for. */
export interface SeriesTable {
  readonly spec: TableSpec;
  readonly windows: Windows;
  readonly table: OpenedTable;
  readonly columns: readonly ColumnScan[];
  readonly roles: TableRoles;
  readonly rows: number;
}

/** A series is predicted by its values: few whole numbers are no classes there, unless the person has said that they are. */
export function withValues(spec: TableSpec, target: ColumnScan | undefined): TableSpec {
  if (spec.windows === undefined || target === undefined) return spec;
  const own = spec.columns[target.name];
  if (own?.type !== undefined || target.type !== 'number') return spec;
  return { ...spec, columns: { ...spec.columns, [target.name]: { ...own, type: 'number' } } };
}

/** @throws AppError `badDataset` for what cannot be together with windows. */
export function requireSeries({ spec, windows, columns, roles }: SeriesTable): void {
  const unmeant = unmeantWithWindows(spec);
  if (unmeant !== null) throw badDataset(unmeant.message, `dataset.${unmeant.path}`, unmeant.remedy);
  const target = columns[roles.target];
  if (target !== undefined && target.type !== 'number') {
    throw badDataset(
      `Windows predict the next numbers of a column, and “${target.name}” has the type ${target.type}`,
      `${spec.path}, column “${target.name}”`,
      'Choose a column of numbers to predict, or leave “windows” out.',
    );
  }
  const time = roles.time === null ? undefined : columns[roles.time];
  const idle = (['gaps', 'unsorted'] as const).find((option) => windows[option] !== 'refuse');
  if (time === undefined && idle !== undefined) {
    throw badDataset(
      `“${idle}” means nothing without a column that tells the time of a row`,
      `dataset.windows.${idle}`,
      `Give a column the role “time”, or leave “${idle}” out.`,
    );
  }
  if (time !== undefined && time.missingCount > 0) {
    throw badDataset(
      `${plural(time.missingCount, 'row')} of the series ${time.missingCount === 1 ? 'has' : 'have'} no time`,
      time.firstMissing?.file.at(time.firstMissing.line, time.name) ?? spec.path,
      'Fill it in, or take these rows out of the file.',
    );
  }
}
