import { open } from 'node:fs/promises';
import { type FileMetaData, parquetSchema } from 'hyparquet';
import { isJsonObject } from '@shared/json';
import { badDataset } from '../../../readers/files';
import { distinctNames } from '../../guess/header';
import type { KnownColumn } from '../../opened';
import type { TableDescription } from '../protocol';
import { spansOfArrow } from './arrowSchema';
import { asStored, formOf, type SpanUnit, spanUnits } from './columns';
import { nothingToLearn, readMetadata } from './parquetFile';
import { type StoredColumn, StoredRows } from './storedRows';

/** What pandas or Arrow says of a table that it wrote. */
interface WritersNotes {
  /** Columns that it keeps beside the table: its index, where that is more than row numbers. */
  readonly index: ReadonlySet<string>;
  /** Columns of spans of time, which are stored as whole numbers, with their unit. */
  readonly spans: ReadonlyMap<string, SpanUnit>;
}

const spanOf = (type: unknown): SpanUnit | undefined =>
  spanUnits.find((unit) => type === `timedelta64[${unit}]`);

function writersNotes({ key_value_metadata: more = [] }: FileMetaData): WritersNotes {
  const noted = (name: string) => more.find(({ key }) => key === name)?.value;
  let said: unknown = null;
  try {
    said = JSON.parse(noted('pandas') ?? 'null');
  } catch {
    // Whatever else stands there says nothing of columns.
  }
  const { index_columns: names, columns } = isJsonObject(said) ? said : {};
  const spans = (Array.isArray(columns) ? columns : []).flatMap((column): [string, SpanUnit][] => {
    if (!isJsonObject(column)) return [];
    const { field_name: name, numpy_type: type } = column;
    const unit = spanOf(type);
    return typeof name === 'string' && unit !== undefined ? [[name, unit]] : [];
  });
  return {
    index: new Set(Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []),
    spans: new Map([...spansOfArrow(noted('ARROW:schema') ?? ''), ...spans]),
  };
}

/** @throws AppError `badDataset` that names a column of which nothing can be learned, unless it is left out. */
function columnsOf(
  metadata: FileMetaData,
  { spans }: WritersNotes,
  path: string,
  leftOut: readonly string[],
): StoredColumn[] {
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
    const form = formOf(tree, spans.get(storedName));
    if (!('holds' in form)) return { storedName, name, form };
    if (ignored.has(name)) {
      return { storedName, name, form: null };
    }
    throw nothingToLearn(name, form.holds, `${path}, column “${name}”`);
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
  const notes = writersNotes(metadata);
  const columns = columnsOf(metadata, notes, path, leftOut);
  if (columns.length === 0) {
    throw badDataset('The Parquet file has no columns', path, 'Choose another file.');
  }
  const known = columns.map(({ name, storedName, form }): [string, KnownColumn] => [
    name,
    { ...form?.known, ...(notes.index.has(storedName) ? { leftOutBecause: ofIndex(name) } : {}) },
  ]);
  const stored = { ...metadata, schema: asStored(metadata.schema) };
  return {
    description: { names: columns.map(({ name }) => name), known },
    rows: new StoredRows(path, columns, stored),
  };
}
