import type { TableSpec } from '@shared/data/catalogue';
import type { ColumnType } from '@shared/data/tables/columns';
import { badDataset } from '../readers/files';
import { NotUtf8Error } from './text/bytes';
import { ColumnScan } from './columnScan';
import { openTable, reopenedTable } from './formats';
import type { OpenedTable } from './opened';
import { keyOfText } from './text/records';

/** What a look through all rows has shown. */
export interface ScannedTables {
  /** One for each file, alike but for the encoding. */
  readonly tables: readonly OpenedTable[];
  readonly columns: readonly ColumnScan[];
  readonly rows: number;
}

/** One for each column of a table. @param types of columns whose type has turned out to be another. */
export function newScans(
  { names, known, guessesMissing }: OpenedTable,
  spec: TableSpec,
  types: ReadonlyMap<string, ColumnType>,
): ColumnScan[] {
  return names.map((name) => {
    const own = spec.columns[name];
    const guessed = guessesMissing ? null : [];
    const words = own?.missingWords ?? (spec.missing === 'auto' ? guessed : spec.missing);
    const missing = words === null ? null : new Set(['', ...words].map(keyOfText));
    const inFile = known.get(name);
    return new ColumnScan(name, missing, types.get(name) ?? own?.type ?? inFile?.type, inFile);
  });
}

/** Opens the tables; those after the first are written as it is. */
async function openTables(
  paths: readonly string[],
  spec: TableSpec,
  otherwise: ReadonlyMap<string, OpenedTable>,
): Promise<OpenedTable[]> {
  const tables: OpenedTable[] = [];
  for (const path of paths) {
    const [first] = tables;
    const table = otherwise.get(path) ?? (await openTable(path, spec, first));
    if (first !== undefined) requireSameColumns(first, table);
    tables.push(table);
  }
  return tables;
}

function requireSameColumns(first: OpenedTable, other: OpenedTable): void {
  const differs = first.names.findIndex((name, index) => other.names[index] !== name);
  if (differs < 0 && first.names.length === other.names.length) return;
  const place = differs < 0 ? first.names.length : differs;
  throw badDataset(
    `Column ${place + 1} is “${other.names[place] ?? ''}” here and “${first.names[place] ?? ''}” in ${first.path}`,
    other.path,
    'The files for training, validation and test need the same columns in the same order.',
  );
}

/**
 * Looks through tables of the same columns once, as if they were one.
 * @throws AppError `badDataset` where a row is ragged, a quote is wrong, or a file has other columns.
 */
export async function scanTables(
  paths: readonly string[],
  spec: TableSpec,
  signal?: AbortSignal,
): Promise<ScannedTables> {
  const types = new Map<string, ColumnType>();
  const otherwise = new Map<string, OpenedTable>();
  for (;;) {
    try {
      const tables = await openTables(paths, spec, otherwise);
      const [first] = tables;
      const scans = first === undefined ? [] : newScans(first, spec, types);
      let rows = 0;
      for (const table of tables) {
        rows += await scanRows(table, scans, signal);
        for (const scan of scans) scan.settleType();
      }
      const again = scans.filter((scan) => scan.needsWords);
      if (again.length === 0) return { tables, columns: scans, rows };
      for (const { name } of again) types.set(name, 'category');
    } catch (error) {
      if (!(error instanceof NotUtf8Error)) throw error;
      otherwise.set(error.path, await reopenedTable(error, spec));
    }
  }
}

/** Shows all rows of a table to what scans its columns. @returns how many rows there are. */
async function scanRows(
  table: OpenedTable,
  scans: readonly ColumnScan[],
  signal?: AbortSignal,
): Promise<number> {
  let rows = 0;
  for await (const { batch, firstRow } of table.rows(signal)) {
    scans.forEach((scan, column) => {
      scan.add(batch, column, table, firstRow);
    });
    rows += batch.rows - firstRow;
  }
  return rows;
}
