import type { TableFormat } from '@shared/data/tables/reading';
import { typographicMinus } from './values';

const zero = 48;
const minus = 45;
const plus = 43;
const point = 46;
const smallE = 101;
const capitalE = 69;
/** Up to here a whole number and a power of ten are exact as doubles, and so is their quotient (Clinger, 1990). */
const exactDigits = 15;
/** From here on a number is infinite as a 32-bit float. */
const float32Limit = 2 ** 128 - 2 ** 103;
const powersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number that the bytes spell, correctly rounded to a double, or NaN where they are none: an optional sign, digits
 * with one decimal mark or none, an optional exponent.
 */
export function parseNumber(bytes: Buffer, start: number, end: number, decimal: number): number {
  let position = start;
  const sign = bytes[position];
  if (sign === minus || sign === plus) position++;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let digit = (bytes[position] ?? 0) - zero;
  while (position < end && digit >= 0 && digit <= 9) {
    mantissa = mantissa * 10 + digit;
    digits++;
    digit = (bytes[++position] ?? 0) - zero;
  }
  if (position < end && bytes[position] === decimal) {
    digit = (bytes[++position] ?? 0) - zero;
    while (position < end && digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      scale++;
      digit = (bytes[++position] ?? 0) - zero;
    }
  }
  if (digits === 0) return NaN;
  if (position < end) return parseExponent(bytes, start, end, position, decimal);
  if (digits > exactDigits || scale > 22) return parseSlowly(bytes, start, end, decimal);
  const value = scale === 0 ? mantissa : mantissa / (powersOfTen[scale] ?? 1);
  return sign === minus ? -value : value;
}

function parseExponent(bytes: Buffer, start: number, end: number, at: number, decimal: number): number {
  const mark = bytes[at];
  if (mark !== smallE && mark !== capitalE) return NaN;
  let position = at + 1;
  if (bytes[position] === minus || bytes[position] === plus) position++;
  if (position >= end) return NaN;
  for (; position < end; position++) {
    const digit = (bytes[position] ?? 0) - zero;
    if (digit < 0 || digit > 9) return NaN;
  }
  return parseSlowly(bytes, start, end, decimal);
}

function parseSlowly(bytes: Buffer, start: number, end: number, decimal: number): number {
  const text = bytes.toString('latin1', start, end);
  return Number(decimal === point ? text : text.replace(String.fromCharCode(decimal), '.'));
}

/** What can be taken for a space between groups of digits: space, no-break space, thin and narrow ones. */
const spaces = '[ \\u00a0\\u2009\\u202f]';

const escapedMarks: Readonly<Record<TableFormat['thousands'], string>> = {
  none: '(?!)',
  ',': ',',
  '.': '\\.',
  "'": "['’]",
  ' ': spaces,
};

/** A pattern of whole cells whose digits are grouped by three. */
export function groupedPattern(thousands: TableFormat['thousands'], decimal: TableFormat['decimal']): RegExp {
  const mark = escapedMarks[thousands];
  return new RegExp(`^[+-]?\\d{1,3}(?:${mark}\\d{3})+(?:\\${decimal}\\d*)?$`);
}

const minusBytes = Buffer.from(typographicMinus);
const startsWithMinus = (bytes: Buffer, start: number): boolean =>
  minusBytes.every((byte, index) => bytes[start + index] === byte);

/** Whether a text spells a number, and one that is infinite as a 32-bit float. */
export const isTooLarge = (text: string): boolean => Math.abs(Number(text)) >= float32Limit;

/** Reads the numbers of a table. */
export class NumberReader {
  private readonly decimal: number;
  private readonly grouped: RegExp | null;
  private readonly marks: RegExp;

  constructor(private readonly format: Pick<TableFormat, 'decimal' | 'thousands'>) {
    this.decimal = format.decimal.charCodeAt(0);
    this.grouped = format.thousands === 'none' ? null : groupedPattern(format.thousands, format.decimal);
    this.marks = new RegExp(escapedMarks[format.thousands], 'g');
  }

  /** A number that a 32-bit float can hold, as a double; NaN for anything else. */
  read(bytes: Buffer, start: number, end: number): number {
    const value = parseNumber(bytes, start, end, this.decimal);
    if (!Number.isNaN(value)) return Math.abs(value) < float32Limit ? value : NaN;
    if (startsWithMinus(bytes, start)) return -this.read(bytes, start + minusBytes.length, end);
    if (this.grouped === null || end - start < 5) return NaN;
    return this.readGrouped(bytes.toString('utf8', start, end));
  }

  readText(text: string): number {
    const bytes = Buffer.from(text);
    return this.read(bytes, 0, bytes.length);
  }

  private readGrouped(text: string): number {
    if (this.grouped?.test(text) !== true) return NaN;
    const plain = text.replace(this.marks, '').replace(this.format.decimal, '.');
    const value = Number(plain);
    return Number.isFinite(Math.fround(value)) ? value : NaN;
  }
}
