import { z } from 'zod';
import { givenName } from '../../givenName';
import { runIdSchema } from '../../ids';
import { metricNames } from '../../runs/metricNames';
import { runStateSchema, runSummarySchema, splitSchema } from '../../runs/run';

/** How the table of runs is asked for and answered. */

/** Runs that one call lists or starts at the most. */
export const mostRunsAtOnce = 1000;

/** Columns that runs can be sorted by besides their metrics. */
export const runColumns = ['createdAt', 'name', 'state', 'parameterCount'] as const;
export type RunColumn = (typeof runColumns)[number];

export const runSortSchema = z.enum([...runColumns, ...metricNames.map(({ field }) => field)]);
export type RunSort = z.infer<typeof runSortSchema>;

/** What a run has in a column; several values where it has several tags. */
const plainValueSchema = z.union([z.number(), z.string(), z.boolean(), z.null()]);
const fieldValueSchema = z.union([plainValueSchema, z.array(plainValueSchema)]);
export type FieldCell = z.infer<typeof fieldValueSchema>;

const columnNames = z.array(z.string().min(1).max(500)).max(200);

/** Which runs are meant: all that remain. */
const chosenRuns = {
  /** Words that stand in a name, a note, a data set. */
  search: z.string().default(''),
  states: z.array(runStateSchema).default([]),
  /** A condition, as `learningRate < 0.01 and tag = "final"`. */
  where: z.string().max(20_000).default(''),
  archived: z.enum(['hide', 'only', 'all']).default('all'),
};

/** By any columns, the first one first. */
const orders = z
  .array(z.object({ column: z.string(), descending: z.boolean() }))
  .max(10)
  .default([]);

export const runListRequestSchema = z.object({
  ...chosenRuns,
  sort: runSortSchema.default('createdAt'),
  descending: z.boolean().default(true),
  /** Where none are given, by `sort`. */
  orders,
  /** Whose values are wanted beside each run: facts, metrics, values of the experiment. */
  columns: columnNames.default([]),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(mostRunsAtOnce).default(100),
});

export const runListSchema = z.object({
  total: z.int(),
  runs: z.array(runSummarySchema),
  /** A row a run, a cell a column that was asked for. */
  cells: z.array(z.array(fieldValueSchema)),
});

/** Every run that remains, as its id alone; the newest first where no order is given. */
export const runOrderRequestSchema = z.object({ ...chosenRuns, orders });
export const runOrderSchema = z.object({ runIds: z.array(runIdSchema) });

/** What a table shows of some of them. */
export const runRowsRequestSchema = z.object({
  runIds: z.array(runIdSchema).max(mostRunsAtOnce),
  columns: columnNames.default([]),
});
/** In the order of the ids; runs that are gone meanwhile are left out. */
export const runRowsSchema = runListSchema.omit({ total: true });

export const runGroupsRequestSchema = z.object({
  ...chosenRuns,
  by: columnNames.min(1),
  columns: columnNames.default([]),
  /** Of groups by the mean or the common value of these columns, and of the runs in each. */
  orders,
});

export const runGroupsSchema = z.array(
  z.object({
    key: z.array(fieldValueSchema),
    runIds: z.array(runIdSchema),
    cells: z.array(
      z.object({
        count: z.int(),
        /** Of numbers. */
        mean: z.number().nullable(),
        deviation: z.number().nullable(),
        /** What all of them have; null where they differ. */
        value: fieldValueSchema,
      }),
    ),
  }),
);
export type RunGroups = z.infer<typeof runGroupsSchema>;

/** What columns there are. */
export const runFieldsSchema = z.object({
  /** Every name that can be typed, each field by its shortest. */
  names: z.array(z.string()),
  /** What experiments set, by paths as `--set` takes them; whether some run has another value than others. */
  parameters: z.array(z.object({ path: z.string(), differs: z.boolean() })),
  /** Figures that some run has, as one writes them: `validation.accuracy`. */
  metrics: z.array(z.string()),
  tags: z.array(z.string()),
});
export type RunFields = z.infer<typeof runFieldsSchema>;

const tagSchema = z
  .string()
  .trim()
  .min(1, 'A tag has at least one letter.')
  .max(100, 'A tag has at most 100 letters.');

export const runNameSchema = givenName(200);
/** Characters of a run's note at the most. */
export const longestNote = 100_000;

export const runLabelsSchema = z.object({
  runIds: z.array(runIdSchema).min(1),
  addTags: z.array(tagSchema).max(100).optional(),
  removeTags: z.array(z.string().trim()).max(100).optional(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  /** A line that is put behind the note of each. */
  addNote: z.string().trim().min(1).max(10_000).optional(),
  /** Of all of them, with a number behind it where another run has it. */
  name: runNameSchema.optional(),
});

/** Points of a series that one call hands over at the most. */
export const mostPoints = 100_000;

export const seriesKeySchema = z.object({ split: splitSchema, name: z.string() });

/** A series as it was at one moment, the same for all of its run. */
export const seriesSchema = seriesKeySchema.extend({ lastStep: z.int() });
