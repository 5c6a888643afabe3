import { tableCatalogue, type TableSpec } from '@shared/data/catalogue';
import { tableSpecSchema } from '@shared/data/spec';
import type { NotUtf8Error } from './text/bytes';
import type { OpenedTable } from './opened';
import { requireFile } from '../readers/files';
import { isParquet, isWorkbook } from './fileKinds';
import { openParquet } from './parquet/parquet';
import { openWorkbook } from './workbook/workbook';
import { headOf, openTextTable, reopenedText } from './text/textTable';

/** Enough to tell kinds of files apart. */
const headBytes = 4096;

type SpecOf<Kind extends TableSpec['kind']> = Extract<TableSpec, { kind: Kind }>;

/** What is known of one kind of file that holds a table. */
interface TableFileFormat<Spec> {
  /** What a person calls such a file. */
  readonly noun: string;
  /** Whether a file that begins so is one of them; absent for text, whose beginning tells nothing. */
  fits?(head: Buffer): boolean;
  /**
   * Settles how a table is written; what the specification leaves open is guessed from the file.
   * @param first the table that this one goes with, as which it is written.
   * @throws AppError `badDataset` where there is nothing to read.
   */
  open(path: string, spec: Spec, first: OpenedTable | undefined): Promise<OpenedTable>;
}

/** Each kind of file that holds a table. A new one is its file and its line here. */
const formats: { readonly [Kind in TableSpec['kind']]: TableFileFormat<SpecOf<Kind>> } = {
  csv: {
    noun: 'CSV file',
    // The encoding may differ from file to file.
    open: (path, spec, first) => openTextTable(path, { ...spec, ...first?.format, encoding: spec.encoding }),
  },
  parquet: { noun: 'Parquet file', fits: isParquet, open: openParquet },
  xlsx: { noun: 'Excel workbook', fits: isWorkbook, open: openWorkbook },
};

function formatOf<Spec extends TableSpec>(spec: Spec): TableFileFormat<Spec> {
  // The table holds each kind under its own name, which TypeScript does not follow through an index.
  return formats[spec.kind] as unknown as TableFileFormat<Spec>;
}

export const nounOf = (spec: TableSpec): string => formatOf(spec).noun;

/** @throws AppError `badDataset` where there is no table to read. */
export async function openTable(path: string, spec: TableSpec, first?: OpenedTable): Promise<OpenedTable> {
  const { noun, open } = formatOf(spec);
  await requireFile(path, noun);
  return open(path, spec, first);
}

/**
 * A table of whatever kind its file is, first as another is written and then as it looks by itself.
 * @throws AppError `badDataset` where there is no table to read.
 */
export async function* openAnyTable(path: string, other: TableSpec | null): AsyncGenerator<OpenedTable> {
  const kind = await kindOfTable(path);
  // The encoding may be another than that table's.
  if (other?.kind === kind) yield openTable(path, { ...other, ...(kind === 'csv' && { encoding: 'auto' }) });
  yield openTable(path, tableSpecSchema.parse({ kind, path }));
}

/** By the file's first bytes; a table of text where they tell nothing. */
async function kindOfTable(path: string): Promise<TableSpec['kind']> {
  const head = await headOf(path, headBytes);
  return tableCatalogue.find(({ kind }) => formats[kind].fits?.(head))?.kind ?? 'csv';
}

/**
 * The table again, after bytes were met that are no UTF-8.
 * @throws AppError `badDataset` where the person has said that it is UTF-8.
 */
export function reopenedTable(error: NotUtf8Error, spec: TableSpec): Promise<OpenedTable> {
  if (spec.kind !== 'csv') throw error;
  return reopenedText(error, spec);
}
