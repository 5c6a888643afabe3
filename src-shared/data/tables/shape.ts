import { z } from 'zod';
import type { DatasetField } from '../dataset';
import { type TableColumns, tableColumnsSchema } from './columns';
import { windowsSchema } from './windows';

/** Fields of every table, whatever kind of file it stands in, but for the words that mean missing. */
export const tableShape = {
  path: z.string().min(1),
  /** Name of the column to predict; the last one where absent. */
  target: z.string().optional(),
  /** Columns left out. */
  ignore: z.array(z.string()).optional(),
  columns: tableColumnsSchema,
  /** What becomes of rows in whose used columns the same stands as in an earlier row. */
  duplicates: z.enum(['keep', 'drop']).default('keep'),
  /** Files of the same columns whose rows are for validation and test alone. */
  validationPath: z.string().min(1).optional(),
  testPath: z.string().min(1).optional(),
  /** Where the rows are a series in time: what an example is. */
  windows: windowsSchema.optional(),
};

/** The columns that are left out, wherever that stands. */
export const leftOut = ({
  ignore = [],
  columns,
}: {
  readonly ignore?: readonly string[] | undefined;
  readonly columns: TableColumns;
}): string[] => [
  ...new Set([
    ...ignore,
    ...Object.entries(columns)
      .filter(([, { role }]) => role === 'ignore')
      .map(([name]) => name),
  ]),
];

/** Controls that choose among a table's columns. */
export const tableColumnFields = {
  target: {
    label: 'Predict',
    help: 'The column to predict; the last one if none is chosen.',
    control: 'column',
  },
  ignore: {
    label: 'Leave out',
    help: 'Columns that should not help, such as an identifier.',
    control: 'columns',
  },
} as const satisfies Readonly<Record<string, DatasetField>>;

/** The control for rows that are there twice. */
export const duplicatesField = {
  duplicates: {
    label: 'Repeated rows',
    help: 'drop: of rows that are the same in every column that is used, the first alone is kept.',
    control: 'choice',
    choices: ['keep', 'drop'],
  },
} as const satisfies Readonly<Record<string, DatasetField>>;

/** Where the rows are a series in time; its parts have controls of their own on the table's page. */
export const windowsField = {
  windows: {
    label: 'Series in time',
    help: 'Each example is a window of consecutive rows, and what is predicted are the next values of the target.',
    control: 'table',
  },
} as const satisfies Readonly<Record<string, DatasetField>>;

/** Controls for files of the same columns whose rows are kept apart. */
export function tableFileFields(extensions: readonly string[]) {
  return {
    validationPath: {
      label: 'Validation file',
      help: 'A file of the same columns to validate with; without one, a share of the rows is drawn.',
      control: 'file',
      extensions,
      isOptional: true,
    },
    testPath: {
      label: 'Test file',
      help: 'A file of the same columns to test with; without one, the test share is drawn.',
      control: 'file',
      extensions,
      isOptional: true,
    },
  } as const satisfies Readonly<Record<string, DatasetField>>;
}
