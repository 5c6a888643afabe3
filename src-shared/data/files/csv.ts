import { tableReadingFields } from '../tables/fields';
import { tablePython } from '../tables/pythonLoader';
import { tableReadingShape } from '../tables/reading';
import { defineTableFile } from '../tables/tableFile';

const { missing: _, ...shape } = tableReadingShape;
const { missing: __, columns: ___, ...fields } = tableReadingFields;

export const csv = defineTableFile({
  kind: 'csv',
  title: 'Table (CSV)',
  description:
    'A table of your own: one example a row, one feature a column. Columns of words become one input for each ' +
    'word; predicting words or a few whole numbers is classification, any other number regression.',
  extensions: ['csv', 'tsv', 'tab', 'txt', 'data', 'dat'],
  help: 'Values apart by comma, semicolon, tab or bar; with or without a header.',
  shape,
  fields,
  python: tablePython,
});
