import { z } from 'zod';
import { commonShape, defineDataset, splitFields } from '../dataset';
import { tableReadingFields } from '../tables/fields';
import { framePython } from '../tables/framePython';
import { tableReadingShape } from '../tables/reading';
import { duplicatesField, tableColumnFields, tableFileFields, tableShape } from '../tables/shape';

const extensions = ['parquet', 'pq'];

const { missing } = tableReadingShape;
const schema = z.strictObject({ kind: z.literal('parquet'), ...tableShape, missing, ...commonShape });

export const parquet = defineDataset({
  kind: 'parquet',
  title: 'Table (Parquet)',
  group: 'files',
  description:
    'A table as pandas, Spark or DuckDB store it: the file itself says what each column holds. One example a row; ' +
    'columns of lists or of other columns cannot be learned from and are refused by name.',
  schema,
  fields: {
    path: { label: 'File', help: 'A file that ends in .parquet.', control: 'file', extensions },
    ...tableColumnFields,
    missing: tableReadingFields.missing,
    columns: tableReadingFields.columns,
    ...tableFileFields(extensions),
    ...duplicatesField,
    ...splitFields,
  },
  facts: () => ({}),
  code: { python: (spec, place) => framePython(spec, place, 'pd.read_parquet(path)') },
});
