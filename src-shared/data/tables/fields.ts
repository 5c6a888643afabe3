import type { DatasetField } from '../dataset';
import {
  tableComments,
  tableDecimals,
  tableDelimiters,
  tableEncodings,
  tableQuotes,
  tableThousands,
  type TableReading,
} from './reading';

/** How a table is written, field by field; each may be `auto`. Set on the table's own page. */
export const tableReadingFields: Readonly<Record<keyof TableReading | 'columns', DatasetField>> = {
  encoding: {
    label: 'Encoding',
    help: 'How letters are written as bytes. Wrong where ä, é or ł look odd.',
    control: 'table',
    choices: ['auto', ...tableEncodings],
  },
  delimiter: {
    label: 'Delimiter',
    help: 'What stands between two values.',
    control: 'table',
    choices: ['auto', ...tableDelimiters],
  },
  quote: {
    label: 'Quote',
    help: 'What encloses a value that has the delimiter or a line break in it.',
    control: 'table',
    choices: ['auto', ...tableQuotes],
  },
  decimal: {
    label: 'Decimal mark',
    help: 'Point in 1.5, comma in 1,5.',
    control: 'table',
    choices: ['auto', ...tableDecimals],
  },
  thousands: {
    label: 'Thousands mark',
    help: 'What groups digits by three: 1,234,567.',
    control: 'table',
    choices: ['auto', ...tableThousands],
  },
  header: {
    label: 'Header lines',
    help: 'How many lines at the beginning hold the names of the columns; 0 for none.',
    control: 'table',
    minimum: 0,
  },
  comment: {
    label: 'Comment sign',
    help: 'Lines that begin with it are passed over.',
    control: 'table',
    choices: ['auto', ...tableComments],
  },
  repeatedHeader: {
    label: 'Repeated header',
    help: 'leaveOut: rows in which the names of the columns stand once more are no rows. keep: they are rows like others.',
    control: 'table',
    isOptional: true,
  },
  missing: {
    label: 'Missing words',
    help: 'Words that mean that a value is missing, such as NA or ?.',
    control: 'table',
  },
  columns: {
    label: 'Columns',
    help: 'What each column is for, its type, and what becomes of its missing values.',
    control: 'table',
  },
};
