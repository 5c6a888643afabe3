import { open } from 'node:fs/promises';
import { type FileMetaData, parquetSchema } from 'hyparquet';
import { isJsonObject } from '@shared/json';
import { badDataset } from '../../../readers/files';
import { distinctNames } from '../../guess/header';
import type { KnownColumn } from '../../opened';
import type { TableDescription } from '../protocol';
import { asStored, formOf } from './columns';
import { readMetadata } from './parquetFile';
import { type StoredColumn, StoredRows } from './storedRows';

/** Columns that pandas keeps beside the table: its index, where that is more than row numbers. */
function indexColumns({ key_value_metadata: more = [] }: FileMetaData): ReadonlySet<string> {
  try {
    const said: unknown = JSON.parse(more.find(({ key }) => key === 'pandas')?.value ?? 'null');
    const names: unknown = isJsonObject(said) ? said['index_columns'] : [];
    return new Set(Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []);
  } catch {
    return new Set();
  }
}

/** @throws AppError `badDataset` that names a column of which nothing can be learned, unless it is left out. */
function columnsOf(metadata: FileMetaData, path: string, leftOut: readonly string[]): StoredColumn[] {
  const trees = parquetSchema(metadata).children;
  const stored = trees.map(({ element }) => element.name);
  const twice = stored.find((name, index) => stored.indexOf(name) < index);
  if (twice !== undefined) {
    throw badDataset(
      `Two columns are called “${twice}”`,
      `${path}, column “${twice}”`,
      'Give one of them another name.',
    );
  }
  const { names } = distinctNames(stored);
  const ignored = new Set(leftOut);
  return trees.map((tree, index) => {
    const [storedName, name] = [tree.element.name, names[index] ?? ''];
    const form = formOf(tree);
    if (!('holds' in form)) return { storedName, name, form };
    if (ignored.has(name)) {
      return { storedName, name, form: null };
    }
    throw badDataset(
      `Column “${name}” holds ${form.holds}, of which nothing can be learned`,
      `${path}, column “${name}”`,
      `Leave it out ("ignore": [${JSON.stringify(name)}]), or write its parts as columns of numbers or words.`,
    );
  });
}

const ofIndex = (name: string): string =>
  `Column “${name}” is the index of pandas and is left out; give it a role to use it.`;

/** A table as its file describes it, and its rows. */
export interface StoredTable {
  readonly description: TableDescription;
  readonly rows: StoredRows;
}

/** @throws AppError `badDataset` where it is no Parquet file, a damaged one, or one with columns of which nothing can be learned. */
export async function openStored(path: string, leftOut: readonly string[]): Promise<StoredTable> {
  await using file = await open(path, 'r');
  const metadata = await readMetadata(file, path);
  const columns = columnsOf(metadata, path, leftOut);
  if (columns.length === 0) {
    throw badDataset('The Parquet file has no columns', path, 'Choose another file.');
  }
  const index = indexColumns(metadata);
  const known = columns.map(({ name, storedName, form }): [string, KnownColumn] => [
    name,
    { ...form?.known, ...(index.has(storedName) ? { leftOutBecause: ofIndex(name) } : {}) },
  ]);
  const stored = { ...metadata, schema: asStored(metadata.schema) };
  return {
    description: { names: columns.map(({ name }) => name), known },
    rows: new StoredRows(path, columns, stored),
  };
}
