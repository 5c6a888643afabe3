import { mostHeaderLines, type TableReading } from '@shared/data/tables/reading';
import type { TableLook } from '@shared/data/tables/look';
import { tableReadingFields } from '@shared/data/tables/fields';
import type { SelectOption } from '../../../../shared/fields/inputs/selectOption';

/** What is guessed of a table and chosen from a list, in the order of the page. */
export const readingChoices = [
  'encoding',
  'delimiter',
  'quote',
  'decimal',
  'thousands',
  'header',
  'comment',
] as const;
export type ReadingChoice = (typeof readingChoices)[number];

/** Marks by their names; what is not here is shown as it is. */
const words: Partial<Record<ReadingChoice, Readonly<Record<string, string>>>> = {
  encoding: {
    'utf-8': 'UTF-8',
    'utf-16le': 'UTF-16 LE',
    'utf-16be': 'UTF-16 BE',
    'windows-1252': 'Windows-1252',
    'iso-8859-1': 'ISO-8859-1',
    'iso-8859-15': 'ISO-8859-15',
    macintosh: 'Mac Roman',
    cp850: 'DOS (code page 850)',
    'windows-1250': 'Windows-1250',
    'windows-1251': 'Windows-1251',
    'koi8-r': 'KOI8-R',
    shift_jis: 'Shift JIS',
    gb18030: 'GB 18030',
    big5: 'Big5',
    'euc-kr': 'EUC-KR',
  },
  delimiter: { ',': 'comma  ,', ';': 'semicolon  ;', '\t': 'tab', '|': 'bar  |', blanks: 'runs of blanks' },
  quote: { '"': 'double  "', "'": "single  '" },
  decimal: { '.': 'point  1.5', ',': 'comma  1,5' },
  thousands: {
    ',': 'comma  1,000',
    '.': 'point  1.000',
    ' ': 'space  1 000',
    "'": "apostrophe  1'000",
  },
  header: { '0': 'none', '1': '1 line' },
};

const wordOf = (field: ReadingChoice, value: string): string =>
  words[field]?.[value] ?? (field === 'header' ? `${value} lines` : value);

const valuesOf = (field: ReadingChoice): readonly string[] =>
  field === 'header'
    ? Array.from({ length: mostHeaderLines + 1 }, (_, lines) => String(lines))
    : (tableReadingFields[field].choices ?? []).filter((value) => value !== 'auto');

/** The choices of a control, the first of which leaves it to the guess and says what that is. */
export function readingOptions(field: ReadingChoice, look: TableLook | null): SelectOption[] {
  const guess = look === null ? '…' : wordOf(field, String(look.format[field]));
  return [
    { value: 'auto', title: `${guess} – guessed` },
    ...valuesOf(field).map((value) => ({ value, title: wordOf(field, value) })),
  ];
}

/** What a choice sets. */
export const readingValue = (field: ReadingChoice, chosen: string): TableReading[ReadingChoice] =>
  field === 'header' && chosen !== 'auto' ? Number(chosen) : (chosen as TableReading[ReadingChoice]);

/** Words apart by commas; none of them leaves it to the guess. */
export function missingWordsOf(text: string): TableReading['missing'] {
  const found = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return found.length === 0 ? 'auto' : [...new Set(found)];
}
