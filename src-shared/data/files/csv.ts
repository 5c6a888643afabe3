import { z } from 'zod';
import { commonShape, defineDataset, splitFields } from '../dataset';
import { tableReadingFields } from '../tables/fields';
import { tablePython } from '../tables/pythonLoader';
import { tableReadingShape } from '../tables/reading';
import { duplicatesField, tableColumnFields, tableFileFields, tableShape } from '../tables/shape';

const extensions = ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'];

const schema = z.strictObject({
  kind: z.literal('csv'),
  ...tableShape,
  ...tableReadingShape,
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
    ...tableColumnFields,
    ...tableReadingFields,
    ...tableFileFields(extensions),
    ...duplicatesField,
    ...splitFields,
  },
  // A table's columns are known once it has been read.
  facts: () => ({}),
  code: { python: tablePython },
});
