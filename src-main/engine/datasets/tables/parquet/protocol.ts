import type { AppErrorData } from '@shared/errors';
import type { KnownColumn } from '../opened';

/** What the process that reads a Parquet file hears first. */
export interface ParquetTask {
  readonly path: string;
  /** Columns that may hold what is nothing to learn from. */
  readonly leftOut: readonly string[];
  /** Rows after which it may end; 0 where only the description is asked for, null for all. */
  readonly limit: number | null;
}

/** What a file says of its table. */
export interface TableDescription {
  readonly names: readonly string[];
  readonly known: readonly (readonly [string, KnownColumn])[];
}

/** Rows, one behind the other: their cells' texts without anything between them, and where each ends. */
export interface ParquetRows {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
  /** The number of the first, from 1 on. */
  readonly first: number;
}

/** What it says: the description, the rows, and that these are all, or why there are no more. */
export type FromParquet =
  | { readonly kind: 'table'; readonly description: TableDescription }
  | { readonly kind: 'rows'; readonly rows: ParquetRows }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: AppErrorData };

/** What it hears then: that some rows were taken. So many it says before it has heard so. */
export const taken = 'taken';
export const batchesAhead = 3;
