import { z } from 'zod';

/** Encodings that a table may be written in, by the names the WHATWG gives them, but for true ISO-8859-1 and DOS's code page 850. */
export const tableEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'macintosh',
  'cp850',
  'windows-1250',
  'windows-1251',
  'koi8-r',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
] as const;
export type TableEncoding = (typeof tableEncodings)[number];

/** What stands between two values; `blanks` is a run of spaces and tabs. */
export const tableDelimiters = [',', ';', '\t', '|', 'blanks'] as const;
export type TableDelimiter = (typeof tableDelimiters)[number];

export const tableQuotes = ['"', "'", 'none'] as const;
export const tableDecimals = ['.', ','] as const;
/** What groups digits by three; `' '` is any kind of space. */
export const tableThousands = ['none', ',', '.', ' ', "'"] as const;
export const tableComments = ['none', '#', '%', '!'] as const;
export const mostHeaderLines = 10;

/** How a file of separated values is written, with nothing left to guess. */
export interface TableFormat {
  readonly encoding: TableEncoding;
  readonly delimiter: TableDelimiter;
  readonly quote: (typeof tableQuotes)[number];
  readonly decimal: (typeof tableDecimals)[number];
  readonly thousands: (typeof tableThousands)[number];
  /** Lines that hold the names; 0 where there are none. */
  readonly header: number;
  readonly comment: (typeof tableComments)[number];
}

/** What becomes of rows in which the names of the columns stand once more; where nothing is said the table is refused. */
export const repeatedHeaderSchema = z.enum(['leaveOut', 'keep']).optional();
export type RepeatedHeaderPolicy = NonNullable<z.infer<typeof repeatedHeaderSchema>>;

const auto = z.literal('auto');

/** The fields of a data set that say how its table is written; what is `auto` is guessed from the file, once. */
export const tableReadingShape = {
  encoding: z.union([auto, z.enum(tableEncodings)]).default('auto'),
  delimiter: z.union([auto, z.enum(tableDelimiters)]).default('auto'),
  quote: z.union([auto, z.enum(tableQuotes)]).default('auto'),
  decimal: z.union([auto, z.enum(tableDecimals)]).default('auto'),
  thousands: z.union([auto, z.enum(tableThousands)]).default('auto'),
  /** How many lines hold the names of the columns: 0 for none, 1 for the usual header. */
  header: z.union([auto, z.int().min(0).max(mostHeaderLines)]).default('auto'),
  comment: z.union([auto, z.enum(tableComments)]).default('auto'),
  repeatedHeader: repeatedHeaderSchema,
  /** Words that mean that a value is missing, in every column; an empty cell always does. */
  missing: z.union([auto, z.array(z.string())]).default('auto'),
};

/** The same, as it stands in an experiment: each a value or `auto`. */
export type TableReading = z.infer<z.ZodObject<typeof tableReadingShape>>;
export type TableReadingInput = z.input<z.ZodObject<typeof tableReadingShape>>;
