import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { tableReadingFields } from '../tables/fields';
import { framePython } from '../tables/framePython';
import { tableReadingShape } from '../tables/reading';
import { defineTableFile } from '../tables/tableFile';

const shape = {
  /** Name of the sheet; the first that is not hidden where absent. */
  sheet: z.string().min(1).optional(),
  /** The cells of the table, header included; all of the sheet where absent. */
  range: z
    .string()
    .regex(/^[A-Z]{1,3}[1-9]\d{0,6}:[A-Z]{1,3}[1-9]\d{0,6}$/, { error: 'give two cells, such as A1:F100' })
    .optional(),
  header: tableReadingShape.header,
  repeatedHeader: tableReadingShape.repeatedHeader,
  /** What becomes of rows that the sheet does not show, hidden by hand or by a filter; they are read where absent. */
  hiddenRows: z.enum(['read', 'leaveOut']).optional(),
};

/** How pandas reads the sheet. */
function reading({ sheet, header }: z.infer<z.ZodObject<typeof shape>>): string {
  const lines = header === 'auto' ? 1 : header;
  const names = lines === 0 ? 'None' : lines === 1 ? '0' : `list(range(${lines}))`;
  return `pd.read_excel(path, sheet_name=${sheet === undefined ? '0' : pythonText(sheet)}, header=${names})`;
}

export const xlsx = defineTableFile({
  kind: 'xlsx',
  title: 'Table (Excel)',
  description:
    'A sheet of an Excel workbook: one example a row, one feature a column, the names above. Formulas count by the ' +
    'values that were stored with them; cells with an error count as missing.',
  extensions: ['xlsx', 'xlsm'],
  help: 'A workbook that ends in .xlsx.',
  shape,
  fields: {
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
    repeatedHeader: tableReadingFields.repeatedHeader,
    hiddenRows: {
      label: 'Hidden rows',
      help: 'read: rows that the sheet does not show, by hand or by a filter, are read like others. leaveOut: they are not.',
      control: 'table',
      isOptional: true,
    },
  },
  python: (spec, place) => framePython(spec, place, reading(spec)),
});
