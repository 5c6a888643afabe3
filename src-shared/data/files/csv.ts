import { z } from 'zod';
import { type DatasetPlace, type PythonLoader, pythonText as text } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';
import { tableColumnsSchema } from '../tables/columns';
import { tableReadingFields } from '../tables/fields';
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
  code: { python },
});

/** Numbers alone: what Layerlab makes of words is too much for an example. */
function python(
  { path, target: chosen, ignore = [] }: z.infer<typeof schema>,
  { task }: DatasetPlace,
): PythonLoader {
  const ignored = ignore.map((name) => `${text(name)}, `).join('');
  const candidates = ignored === '' ? 'names' : `[name for name in names if name not in (${ignored.trim()})]`;
  const target = chosen === undefined ? `${candidates}[-1]` : text(chosen);
  const y =
    task === 'regression'
      ? 'table[target].astype("float32").reshape(-1, 1)'
      : 'np.unique(table[target], return_inverse=True)[1].astype("int64")';
  const body = `# For a table of numbers; columns of words need one column a word first.
path = ${text(path)}
# Layerlab looks for the delimiter and a header; here the first line tells both.
with open(path, encoding="utf-8-sig") as file:
    first = file.readline().rstrip("\\n")
delimiter = max(",;\\t|", key=first.count)
names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter, skipinitialspace=True))]
number = re.compile(r"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")
has_header = len(set(names)) == len(names) and not any(number.fullmatch(name) for name in names)
if not has_header:
    names = [f"column {index + 1}" for index in range(len(names))]
table = np.genfromtxt(
    path,
    delimiter=delimiter,
    names=names,
    skip_header=int(has_header),
    deletechars="",
    replace_space=" ",
    comments=None,
    dtype=None,
    encoding="utf-8-sig",
)
target = ${target}
features = [name for name in names if name not in (${ignored}target,)]
x = np.stack([table[name] for name in features], axis=1).astype("float32")
y = ${y}`;
  return { imports: ['import csv', 'import re'], body };
}
