import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';
import { tableReadingFields } from '../tables/fields';
import { framePython } from '../tables/framePython';
import { tableReadingShape } from '../tables/reading';
import { duplicatesField, tableColumnFields, tableFileFields, tableShape } from '../tables/shape';

const extensions = ['xlsx', 'xlsm'];

const { header, missing } = tableReadingShape;
const schema = z.strictObject({
  kind: z.literal('xlsx'),
  ...tableShape,
  /** Name of the sheet; the first that is not hidden where absent. */
  sheet: z.string().min(1).optional(),
  /** The cells of the table, header included; all of the sheet where absent. */
  range: z
    .string()
    .regex(/^[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}$/, { error: 'give two cells, such as A1:F100' })
    .optional(),
  header,
  missing,
  ...commonShape,
});
type XlsxSpec = z.infer<typeof schema>;

/** How pandas reads the sheet. */
function reading({ sheet, header }: XlsxSpec): string {
  const lines = header === 'auto' ? 1 : header;
  const names = lines === 0 ? 'None' : lines === 1 ? '0' : `list(range(${lines}))`;
  return `pd.read_excel(path, sheet_name=${sheet === undefined ? '0' : pythonText(sheet)}, header=${names})`;
}

export const xlsx = defineDataset({
  kind: 'xlsx',
  title: 'Table (Excel)',
  group: 'files',
  description:
    'A sheet of an Excel workbook: one example a row, one feature a column, the names above. Formulas count by the ' +
    'values that were stored with them; cells with an error count as missing.',
  schema,
  fields: {
    path: { label: 'File', help: 'A workbook that ends in .xlsx.', control: 'file', extensions },
    ...tableColumnFields,
    sheet: {
      label: 'Sheet',
      help: 'By its name; the first one if none is chosen.',
      control: 'table',
      isOptional: true,
    },
    range: {
      label: 'Cells',
      help: 'Where the table is on its sheet, such as A3:F100; the whole sheet if nothing is said.',
      control: 'table',
      isOptional: true,
    },
    header: tableReadingFields.header,
    missing: tableReadingFields.missing,
    columns: tableReadingFields.columns,
    ...tableFileFields(extensions),
    ...duplicatesField,
    ...splitFields,
  },
  facts: () => ({}),
  code: { python: (spec, place) => framePython(spec, place, reading(spec)) },
});
