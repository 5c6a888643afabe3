import { z } from 'zod';
import { columnTypes, dateOrders, dateParts } from './columns';

/** How a column's cells became inputs of the network, so that those of another table can in the same way. */
export const tableInputSchema = z.object({
  column: z.string(),
  type: z.enum(columnTypes),
  /** Place of its first input among those of an example. */
  first: z.int(),
  /** What its inputs become where the value is missing; null where none was, so that nothing is known to take its place. */
  missing: z.array(z.number()).nullable(),
  /** Words that mean missing; the empty one always does. */
  missingWords: z.array(z.string()),
  /** Of categories the word of each input; of an ordinal column its words from the least to the greatest. */
  words: z.array(z.string()),
  /** The input of words that were too rare to have their own; null where others are not known. */
  other: z.int().nullable(),
  parts: z.array(z.enum(dateParts)),
  dateOrder: z.enum(dateOrders).nullable(),
});
export type TableInput = z.infer<typeof tableInputSchema>;
