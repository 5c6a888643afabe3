import { z } from 'zod';
import { commonShape, defineDataset, splitFields } from '../dataset';
import { tableColumnsSchema } from '../tables/columns';
import { tableReadingFields } from '../tables/fields';
import { tablePython } from '../tables/pythonLoader';
import { tableReadingShape } from '../tables/reading';

const extensions = ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'];

const schema = z.strictObject({
  kind: z.literal('csv'),
  path: z.string().min(1),
  /** Name of the column to predict; the last one where absent. */
  target: z.string().optional(),
  /** Columns left out. */
  ignore: z.array(z.string()).optional(),
  ...tableReadingShape,
  columns: tableColumnsSchema,
  /** Files of the same columns whose rows are for validation and test alone. */
  validationPath: z.string().min(1).optional(),
  testPath: z.string().min(1).optional(),
  ...commonShape,
});

export const csv = defineDataset({
  kind: 'csv',
  title: 'Table (CSV)',
  group: 'files',
  description:
    'A table of your own: one example a row, one feature a column. Columns of words become one input for each ' +
    'word; predicting words or a few whole numbers is classification, any other number regression.',
  schema,
  fields: {
    path: {
      label: 'File',
      help: 'Values apart by comma, semicolon, tab or bar; with or without a header.',
      control: 'file',
      extensions,
    },
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
    ...tableReadingFields,
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
    ...splitFields,
  },
  // A table's columns are known once it has been read.
  facts: () => ({}),
  code: { python: tablePython },
});
