import { z } from 'zod';

export const drawnExampleSchema = z.object({
  /** Its index in the data set. */
  index: z.int(),
  /** height × width × channels of images */
  shape: z.array(z.int()),
  /** As they are stored. */
  values: z.array(z.number()),
  /** Its class; null for regression. */
  label: z.int().nullable(),
});
/** An example as the trainer shows it: a class is a number to it. */
export type DrawnExample = z.infer<typeof drawnExampleSchema>;

/** What an example's class is called in the data of the run; null for regression. */
export const classNameSchema = z.object({ className: z.string().nullable() });
