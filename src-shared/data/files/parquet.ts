import { framePython } from '../tables/framePython';
import { defineTableFile } from '../tables/tableFile';

export const parquet = defineTableFile({
  kind: 'parquet',
  title: 'Table (Parquet)',
  description:
    'A table as pandas, Spark or DuckDB store it: the file itself says what each column holds. One example a row; ' +
    'columns of lists or of other columns cannot be learned from and are refused by name.',
  extensions: ['parquet', 'pq'],
  help: 'A file that ends in .parquet.',
  shape: {},
  fields: {},
  python: (spec, place) => framePython(spec, place, 'pd.read_parquet(path)'),
});
