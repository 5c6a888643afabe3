import { z } from 'zod';
import { commonShape, defineDataset, splitFields } from '../dataset';

export const csv = defineDataset({
  kind: 'csv',
  title: 'Table (CSV)',
  group: 'files',
  description:
    'A table of your own: one example a row, one feature a column. Columns of words become one input for each ' +
    'word; predicting words or a few whole numbers is classification, any other number regression.',
  schema: z.strictObject({
    kind: z.literal('csv'),
    path: z.string().min(1),
    /** Name of the column to predict; the last one where absent. */
    target: z.string().optional(),
    /** Columns left out. */
    ignore: z.array(z.string()).optional(),
    ...commonShape,
  }),
  fields: {
    path: {
      label: 'File',
      help: 'Values apart by comma, semicolon, tab or bar; with or without a header.',
      control: 'file',
      extensions: ['csv', 'tsv', 'txt', 'data'],
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
    ...splitFields,
  },
});
