import { z } from 'zod';
import { appErrorDataSchema } from '../../errors';
import { columnRoles, columnTypes } from './columns';
import { tableFindingSchema } from './findings';
import {
  tableComments,
  tableDecimals,
  tableDelimiters,
  tableEncodings,
  tableQuotes,
  tableThousands,
} from './reading';

/** Rows that a look at a table takes in; a larger one is judged by its beginning. */
export const rowsLookedAt = 5000;

/** How a file is written, with nothing left to guess: what its kind leaves to one. */
const formatSchema = z.object({
  encoding: z.enum(tableEncodings).optional(),
  delimiter: z.enum(tableDelimiters).optional(),
  quote: z.enum(tableQuotes).optional(),
  decimal: z.enum(tableDecimals).optional(),
  thousands: z.enum(tableThousands).optional(),
  header: z.int().optional(),
  comment: z.enum(tableComments).optional(),
  sheet: z.string().optional(),
  /** Words that mean missing, of those that were seen. */
  missing: z.array(z.string()),
});

/** How a column's values lie: numbers in parts of the same width, or the commonest words. */
const distributionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('numbers'), from: z.number(), to: z.number(), counts: z.array(z.int()) }),
  z.object({
    kind: z.literal('words'),
    words: z.array(z.object({ word: z.string(), count: z.int() })),
  }),
]);

const lookColumnSchema = z.object({
  name: z.string(),
  role: z.enum(columnRoles),
  type: z.enum(columnTypes),
  /** Rows in which the value is missing. */
  missing: z.int(),
  /** Different values but for what means missing. */
  distinct: z.int(),
  distribution: distributionSchema,
});
export type TableLookColumn = z.infer<typeof lookColumnSchema>;

/** A quick look at the beginning of a table: how it is read, what its columns hold, what to mind. */
export const tableLookSchema = z.object({
  /** Of the file. */
  bytes: z.int(),
  format: formatSchema,
  columns: z.array(lookColumnSchema),
  /** The first rows as they are read, each with its number in the file; one that is damaged may be longer or shorter. */
  /** Of a workbook. */
  sheets: z.array(z.string()),
  /** What the number of a row counts. */
  unit: z.enum(['line', 'row']),
  rows: z.array(z.object({ line: z.int(), cells: z.array(z.string()) })),
  /** Rows behind the figures of the columns and behind the findings. */
  rowsSeen: z.int(),
  /** Whether these are all. */
  isWhole: z.boolean(),
  findings: z.array(tableFindingSchema),
  /** Why it cannot be read further, or used as its columns' roles say. */
  problem: appErrorDataSchema.nullable(),
});
export type TableLook = z.infer<typeof tableLookSchema>;
