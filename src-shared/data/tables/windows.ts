import { z } from 'zod';
import type { TableColumns } from './columns';
import { dateOrders } from './columns';

/** What becomes of gaps in time: rows before and behind one are no neighbors, unless the person says that they are. */
export const gapPolicies = ['refuse', 'break', 'keep'] as const;
export const unsortedPolicies = ['refuse', 'sort'] as const;

export const mostSteps = 10_000;
export const mostHorizon = 1000;

/**
 * A table as a series in time: an example is a window of consecutive rows, and what is predicted are the values that the
 * target takes in the rows right behind it.
 */
export const windowsSchema = z
  .strictObject({
    /** Rows of a window. */
    steps: z.int().min(1).max(mostSteps),
    /** Values of the target that are predicted, of as many rows. */
    horizon: z.int().min(1).max(mostHorizon).default(1),
    /** Rows after which the series resembles itself: 24 for hours, 7 for days. */
    season: z.int().min(2).max(mostSteps).optional(),
    gaps: z.enum(gapPolicies).default('refuse'),
    unsorted: z.enum(unsortedPolicies).default('refuse'),
  })
  .refine(({ steps, season = 0 }) => season <= steps, {
    path: ['season'],
    error: 'a season can be no longer than the window, in which the seasonal forecast looks it up',
  });
export type Windows = z.infer<typeof windowsSchema>;

/** How windows were cut, so that those of another table can be in the same way. */
export const preparedWindowsSchema = z.object({
  steps: z.int(),
  horizon: z.int(),
  season: z.int().nullable(),
  gaps: z.enum(gapPolicies),
  /** Where among the inputs of a row the target's own value stands. */
  target: z.int(),
  /** What orders the rows; null where their order in the file does. */
  time: z
    .object({
      column: z.string(),
      /** Null for numbers. */
      dateOrder: z.enum(dateOrders).nullable(),
      /** From one row to the next, usually. */
      interval: z.number(),
    })
    .nullable(),
});
export type PreparedWindows = z.infer<typeof preparedWindowsSchema>;

interface SharedOut {
  readonly columns: TableColumns;
  readonly duplicates: 'keep' | 'drop';
  readonly validationPath?: string | undefined;
  readonly testPath?: string | undefined;
  readonly folds?: number | undefined;
}

/** What cannot be together with windows. */
export interface Unwindowed {
  /** Behind `dataset.`. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** What of a table would undo the order of its rows, or mean nothing, where they are a series in time; null where nothing does. */
export function unmeantWithWindows(spec: SharedOut): Unwindowed | null {
  const { columns, duplicates, folds = 0 } = spec;
  const sharing = Object.entries(columns).find(([, { role }]) => role === 'group' || role === 'split');
  if (sharing !== undefined) {
    const [name, { role = '' }] = sharing;
    return {
      path: `columns.${name}.role`,
      message: `A series in time is split by time, and column “${name}” is to share out the rows (${role})`,
      remedy: 'Give the column another role, and each series a file of its own.',
    };
  }
  if (folds > 0) {
    return {
      path: 'folds',
      message: 'Folds would learn from the future: a series in time is split by time',
      remedy: 'Leave the folds out.',
    };
  }
  if (duplicates === 'drop') {
    return {
      path: 'duplicates',
      message: 'Repeated rows cannot be left out of a series in time: it would have holes',
      remedy: 'Set “duplicates” to “keep”.',
    };
  }
  const own = (['validationPath', 'testPath'] as const).find((field) => spec[field] !== undefined);
  if (own === undefined) return null;
  return {
    path: own,
    message: 'A series in time is one table, of which the latest rows are for validation and test',
    remedy: `Put all rows into one file, and leave “${own}” out.`,
  };
}
