import type { ColumnType } from '@shared/data/tables/columns';
import type { TableFormat } from '@shared/data/tables/reading';
import type { SampleRecord } from './guess/sample';
import type { RepeatedHeader } from './repeatedHeader';
import type { NumberReader } from './cells/numbers';
import type { RecordBatch } from './text/records';

/** Rows of a table, from `firstRow` on within the batch: those before are the header's. */
export interface TableBatch {
  readonly batch: RecordBatch;
  readonly firstRow: number;
}

/** How a person finds a place in a table's file again. */
export interface TablePlaces {
  readonly path: string;
  /** What the number of a row counts, in one word. */
  readonly unit: 'line' | 'row';
  /** A row by its number, a column by its name, or a cell by both. */
  at(line: number | null, column: string | null): string;
}

/** A row of one of the files that a table is read from. */
export interface RowPlace {
  readonly line: number;
  readonly file: TablePlaces;
}

/** What a file itself says of a column. */
export interface KnownColumn {
  /** Absent where it is to be guessed. */
  readonly type?: ColumnType;
  /** Holds words, however much they look like numbers. */
  readonly holdsWords?: boolean;
  /** Its cells may hold errors of a spreadsheet, such as #DIV/0!, which always mean that the value is missing. */
  readonly hasErrors?: boolean;
  /** Why it is left out as long as nobody says anything of it, in a sentence. */
  readonly leftOutBecause?: string;
}

/** A table whose format is settled. */
export interface OpenedTable extends TablePlaces {
  /** Of its columns, no two alike. */
  readonly names: readonly string[];
  /** By the names of columns that are called as an earlier one is, what the file calls them. */
  readonly renamed: ReadonlyMap<string, string>;
  /** The header is one name short, and its names are those of the columns from the second on. */
  readonly firstIsUnnamed?: boolean;
  readonly numbers: NumberReader;
  /** A cell that could be read as another number, where nothing settles it. */
  readonly doubtfulNumber: string | null;
  /** How it is written: every field of its specification that may be left to a guess, but for the missing words. */
  readonly format: Partial<TableFormat> & { readonly sheet?: string };
  /** Finds rows in which the names of the columns stand once more. */
  readonly repeatedHeader?: RepeatedHeader;
  /** What a spreadsheet does not show and is there: rows, as far as they were read, and columns. */
  readonly hidden?: { readonly rows: number; readonly columns: readonly string[] };
  /** The sheets of the file, where it has any; the table stands on one of them. */
  readonly sheets?: readonly string[];
  /** Those of them that the spreadsheet does not show. */
  readonly hiddenSheets?: ReadonlySet<string>;
  /** What the file says of columns, by their names. */
  readonly known: ReadonlyMap<string, KnownColumn>;
  /** Whether words such as NA mean missing where nobody has said which do; else only what the file calls missing. */
  readonly guessesMissing: boolean;
  /**
   * The rows after the header, every one of the header's length. A batch is valid until the next one.
   * @throws AppError `badDataset` with the place where the file is damaged.
   */
  rows(signal?: AbortSignal): AsyncGenerator<TableBatch>;
  /** The first rows as they stand there, whatever their length. */
  first(limit: number): Promise<readonly SampleRecord[]>;
}

/** Places of a file whose rows have numbers and nothing else. */
export const placesByRow = (path: string, unit: TablePlaces['unit']): TablePlaces => ({
  path,
  unit,
  at: (line, column) =>
    [
      path,
      ...(line === null ? [] : [`${unit} ${line}`]),
      ...(column === null ? [] : [`column “${column}”`]),
    ].join(', '),
});
