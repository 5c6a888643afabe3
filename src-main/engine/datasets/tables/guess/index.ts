import {
  type TableEncoding,
  type TableFormat,
  type TableReading,
  tableComments,
} from '@shared/data/tables/reading';
import { badDataset } from '../../readers/files';
import { NumberReader } from '../cells/numbers';
import { delimiterSyntax, guessDelimiter } from './delimiter';
import { type DistinctNames, distinctNames, guessHeader, headerNames, lackingName } from './header';
import { guessNumberStyle } from './numberStyle';
import { sampleRecords, type SampleRecord, type TableSample } from './sample';

export type { TableSample } from './sample';

const mostRows = 1000;

const byteOf = (mark: string): number => (mark === 'none' ? -1 : mark.charCodeAt(0));

/** The bytes that the tokenizer has to know. */
export const syntaxOf = ({
  delimiter,
  quote,
  comment,
}: Pick<TableFormat, 'delimiter' | 'quote' | 'comment'>) => ({
  delimiter: delimiterSyntax(delimiter),
  quote: byteOf(quote),
  comment: byteOf(comment),
});

/** How a table is written, and what follows from it alone. */
export interface GuessedFormat extends DistinctNames {
  readonly format: TableFormat;
  /** The cells of each line of the header. */
  readonly header: readonly (readonly string[])[];
  /** Which column has no name where the header is one name short; null where it may not be. */
  readonly lacking: 'first' | 'last' | null;
  /** Whether the header is one name short, and its names those of the columns from the second on. */
  readonly firstIsUnnamed: boolean;
  /** Cells that could be read as another number, where nothing settles it. */
  readonly doubtfulNumber: string | null;
}

/** Single quotes where words stand in them and no double quote is in sight. */
function guessQuote(text: string): TableFormat['quote'] {
  if (text.includes('"')) return '"';
  const quoted = text.match(/(^|[,;\t|])\s*'[^'\r\n]*'\s*(?=[,;\t|\r\n]|$)/gm)?.length ?? 0;
  const loose = (text.match(/'/g)?.length ?? 0) - 2 * quoted;
  return quoted >= 3 && loose <= quoted / 5 ? "'" : '"';
}

/** What a spreadsheet writes in place of a value. */
const spreadsheetError = /^\s*#(N\/A|NA|VALUE!|REF!|DIV\/0!|NUM!|NAME\?)/;

/**
 * A sign that begins lines which are no rows: with a space after it, or with other marks between values than the rows
 * have. `#id,name` above `1,Ann` is a header, and `#N/A,1` a row.
 */
function guessComment(text: string): TableFormat['comment'] {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
  const found = tableComments.find((sign) => {
    if (sign === 'none') return false;
    const begun = lines.filter((line) => line.trimStart().startsWith(sign));
    if (begun.length === 0 || begun.length > lines.length / 2) return false;
    if (begun.some((line) => spreadsheetError.test(line))) return false;
    const row = lines.findLast((line) => !begun.includes(line)) ?? '';
    return begun.some((line) => /^\s*.[\s#%!]/.test(line) || !hasSameMarks(line, row));
  });
  return found ?? 'none';
}

/** Whether a line has as many marks between values as another. */
function hasSameMarks(line: string, other: string): boolean {
  const marks = [/,/g, /;/g, /\t/g, /\|/g].map((mark) => [
    line.match(mark)?.length ?? 0,
    other.match(mark)?.length ?? 0,
  ]);
  if (marks.some(([here, there]) => here === there && here !== 0)) return true;
  return marks.every(([here, there]) => here === 0 && there === 0) && words(line) === words(other);
}

const words = (line: string): number => line.trim().split(/\s+/).length;

function commonLength(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

function requireDifferentMarks({ decimal, thousands }: TableReading): void {
  if (decimal === 'auto' || decimal !== thousands) return;
  throw badDataset(
    `“${decimal}” is to be the decimal mark and the thousands mark at once`,
    'dataset.thousands',
    'Choose another of the two, or none for thousands.',
  );
}

/** Fills in what is `auto`, from the beginning of the file. Null where it holds no rows. */
export function guessFormat(
  reading: TableReading,
  encoding: TableEncoding,
  sample: TableSample,
): GuessedFormat | null {
  requireDifferentMarks(reading);
  const text = sample.bytes.toString('utf8');
  const quote = reading.quote === 'auto' ? guessQuote(text) : reading.quote;
  const comment = reading.comment === 'auto' ? guessComment(text) : reading.comment;
  const delimiter =
    reading.delimiter === 'auto' ? guessDelimiter(sample, byteOf(quote), byteOf(comment)) : reading.delimiter;
  const records = sampleRecords(sample, syntaxOf({ delimiter, quote, comment }), mostRows);
  if (records.length === 0) return null;

  const rows = records.map(({ cells }) => cells);
  const style = guessNumberStyle(rows.flat(), delimiter);
  const decimal = reading.decimal === 'auto' ? decimalBeside(reading.thousands, style) : reading.decimal;
  const thousands = reading.thousands === 'auto' ? thousandsBeside(decimal, style) : reading.thousands;
  const numbers = new NumberReader({ decimal, thousands });
  const isNumber = (cell: string): boolean => !Number.isNaN(numbers.readText(cell));
  const header = reading.header === 'auto' ? guessHeader(rows, isNumber) : reading.header;
  const columns = commonLength(records.slice(header)) || (rows[0]?.length ?? 0);
  const lacking = lackingName(rows.slice(header), columns, isNumber);
  const isSettled = reading.decimal !== 'auto' || reading.thousands !== 'auto';
  return {
    format: { encoding, delimiter, quote, decimal, thousands, header, comment },
    header: rows.slice(0, header),
    ...distinctNames(headerNames(rows.slice(0, header), columns, lacking)),
    lacking,
    firstIsUnnamed: lacking === 'first' && rows.slice(0, header).some(({ length }) => length === columns - 1),
    doubtfulNumber: isSettled ? null : style.doubtful,
  };
}

function decimalBeside(
  thousands: TableReading['thousands'],
  { decimal }: Pick<TableFormat, 'decimal'>,
): TableFormat['decimal'] {
  if (thousands !== decimal) return decimal;
  return decimal === '.' ? ',' : '.';
}

/** What was guessed together with the other decimal mark does not fit this one. */
function thousandsBeside(
  decimal: TableFormat['decimal'],
  style: { readonly decimal: TableFormat['decimal']; readonly thousands: TableFormat['thousands'] },
): TableFormat['thousands'] {
  return style.thousands === decimal ? 'none' : style.thousands;
}
