import { isUtf8 } from 'node:buffer';
import type { SchemaElement, SchemaTree } from 'hyparquet';
import type { KnownColumn } from '../../opened';
import { decimalText, signedBigEndian } from './decimals';
import { compressors } from './parquetFile';
import { dayText, instantText } from './instants';

/** Writes a stored value as the text of a cell; null where it is missing. @throws Error in words where it cannot be one */
type Write = (value: unknown) => string | Uint8Array | null;

/** How the values of a column are taken. */
export interface ColumnForm {
  readonly known: KnownColumn;
  readonly write: Write;
}

/** Why the values of a column can be nothing that is learned from. */
export interface NoColumn {
  readonly holds: string;
}

const ticksPerSecond = { MILLIS: 1000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;

const number = (write: Write): ColumnForm => ({ known: { type: 'number' }, write });
const moment = (write: Write): ColumnForm => ({ known: { type: 'date' }, write });
const words = (write: Write): ColumnForm => ({ known: { holdsWords: true }, write });

const bigint = (value: unknown): bigint => (typeof value === 'bigint' ? value : BigInt(Number(value)));

/** The shortest text that is this 32-bit float; what is not a number is missing. */
function float32Text(value: unknown): string | null {
  const number = Number(value);
  if (Number.isNaN(number)) return null;
  const short = Number(number.toPrecision(7));
  return String(Math.fround(short) === number ? short : number);
}

function float64Text(value: unknown): string | null {
  const number = Number(value);
  return Number.isNaN(number) ? null : String(number);
}

/** Bytes that stand where text may. */
export class NoTextError extends Error {}

function utf8(value: unknown): Uint8Array {
  if (value instanceof Uint8Array && isUtf8(value)) return value;
  throw new NoTextError();
}

function uuid(value: unknown): string {
  const hex = Buffer.from(value as Uint8Array).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const unscaled = (value: unknown): bigint =>
  value instanceof Uint8Array ? signedBigEndian(value) : bigint(value);

function ofBytes({
  type,
  converted_type: converted,
  logical_type: logical,
}: SchemaElement): ColumnForm | NoColumn {
  const named = logical?.type ?? converted;
  if (named === 'STRING' || named === 'UTF8' || named === 'ENUM' || named === 'JSON') return words(utf8);
  if (named === 'UUID') return words(uuid);
  if (named === 'FLOAT16') return number(float64Text);
  if (named === 'GEOMETRY' || named === 'GEOGRAPHY') return { holds: 'shapes on a map' };
  if (named === 'INTERVAL') return { holds: 'spans of time in months, days and milliseconds' };
  // Early writers do not say that their bytes are text.
  return type === 'BYTE_ARRAY' && named === undefined ? words(utf8) : { holds: 'bytes' };
}

function ofInteger({ converted_type: converted, logical_type: logical }: SchemaElement): ColumnForm {
  if (logical?.type === 'TIMESTAMP')
    return moment((value) => instantText(bigint(value), ticksPerSecond[logical.unit]));
  if (converted === 'TIMESTAMP_MILLIS')
    return moment((value) => instantText(bigint(value), ticksPerSecond.MILLIS));
  if (converted === 'TIMESTAMP_MICROS')
    return moment((value) => instantText(bigint(value), ticksPerSecond.MICROS));
  if (logical?.type === 'DATE' || converted === 'DATE') return moment((value) => dayText(Number(value)));
  if (logical?.type === 'TIME') return seconds(logical.unit);
  if (converted === 'TIME_MILLIS') return seconds('MILLIS');
  if (converted === 'TIME_MICROS') return seconds('MICROS');
  const bits = unsignedBits(converted, logical);
  return number((value) => String(bits === null ? value : BigInt.asUintN(bits, bigint(value))));
}

/** A time of day is its seconds since midnight. */
const seconds = (unit: keyof typeof ticksPerSecond): ColumnForm =>
  number((value) => decimalText(bigint(value), String(ticksPerSecond[unit]).length - 1));

const noTime = -(2n ** 63n);

const ofSpan = (unit: SpanUnit): ColumnForm =>
  number((value) => {
    const ticks = bigint(value);
    return ticks === noTime ? null : decimalText(ticks, 3 * spanUnits.indexOf(unit));
  });

function unsignedBits(
  converted: SchemaElement['converted_type'],
  logical: SchemaElement['logical_type'],
): number | null {
  if (logical?.type === 'INTEGER') return logical.isSigned ? null : logical.bitWidth;
  const bits = /^UINT_(\d+)$/.exec(converted ?? '')?.[1];
  return bits === undefined ? null : Number(bits);
}

/**
 * The schema with which hyparquet hands out what is stored, for this file's forms to take: its own would round decimals and
 * cut moments to milliseconds.
 */
export const asStored = (schema: readonly SchemaElement[]): SchemaElement[] =>
  schema.map((element) => {
    const { converted_type: _, logical_type: logical, ...stored } = element;
    return element.type === undefined || logical?.type === 'FLOAT16' ? element : stored;
  });

/** The same for values. */
export const asStoredOptions = {
  compressors,
  utf8: false,
  parsers: { timestampFromNanoseconds: (ticks: bigint): bigint => ticks },
} as const;

/** Units of spans of time, each a thousandth of the one before, from seconds on. */
export const spanUnits = ['s', 'ms', 'us', 'ns'] as const;
export type SpanUnit = (typeof spanUnits)[number];

/**
 * How a column of this kind is taken, or what it holds that cannot be.
 * @param span where whole numbers are spans of time, which become seconds: their unit
 */
export function formOf({ element, children }: SchemaTree, span?: SpanUnit): ColumnForm | NoColumn {
  const named = element.logical_type?.type ?? element.converted_type;
  if (element.repetition_type === 'REPEATED' || named === 'LIST') return { holds: 'lists' };
  if (named === 'MAP' || named === 'MAP_KEY_VALUE') return { holds: 'maps of keys to values' };
  if (children.length > 0) {
    return { holds: `columns of its own (${children.map(({ element: { name } }) => name).join(', ')})` };
  }
  if (named === 'DECIMAL') {
    const scale =
      element.logical_type?.type === 'DECIMAL' ? element.logical_type.scale : (element.scale ?? 0);
    return number((value) => decimalText(unscaled(value), scale));
  }
  switch (element.type) {
    case 'BOOLEAN':
      return { known: { type: 'category' }, write: String };
    case 'INT32':
    case 'INT64':
      if (span !== undefined) return ofSpan(span);
      return ofInteger(element);
    case 'INT96':
      return moment((value) => instantText(bigint(value), ticksPerSecond.NANOS));
    case 'FLOAT':
      return number(float32Text);
    case 'DOUBLE':
      return number(float64Text);
    default:
      return ofBytes(element);
  }
}
