import { type SpanUnit, spanUnits } from './columns';

/** Of Arrow's union of types; the number of a span of time (https://github.com/apache/arrow/blob/main/format/Schema.fbs). */
const duration = 18;
/** Milliseconds, where the file does not say. */
const usualUnit = 1;

/**
 * Columns of spans of time by their names, with their units, as Arrow's writers note them under `ARROW:schema`: a message
 * of FlatBuffers in base64. Parquet itself has whole numbers there.
 * @returns none where it cannot be read
 */
export function spansOfArrow(schema: string): Map<string, SpanUnit> {
  const spans = new Map<string, SpanUnit>();
  try {
    const bytes = Buffer.from(schema, 'base64');
    // A mark of four bytes and the length stand before the message.
    const message = pointedTo(bytes, bytes.readUInt32LE(0) === 0xff_ff_ff_ff ? 8 : 4);
    for (const field of tablesIn(bytes, placeOf(bytes, pointedTo(bytes, placeOf(bytes, message, 2)), 1))) {
      const [name, kind, type] = [0, 2, 3].map((index) => placeOf(bytes, field, index));
      if (!name || !kind || !type || bytes[kind] !== duration) continue;
      const unit = placeOf(bytes, pointedTo(bytes, type), 0);
      const known = spanUnits[unit === 0 ? usualUnit : bytes.readInt16LE(unit)];
      if (known !== undefined) spans.set(textAt(bytes, pointedTo(bytes, name)), known);
    }
  } catch {
    return new Map();
  }
  return spans;
}

const pointedTo = (bytes: Buffer, place: number): number => place + bytes.readUInt32LE(place);

/** Where a table has the field of an index; 0 where it has none. */
function placeOf(bytes: Buffer, table: number, index: number): number {
  const fields = table - bytes.readInt32LE(table);
  const entry = 4 + 2 * index;
  const offset = entry < bytes.readUInt16LE(fields) ? bytes.readUInt16LE(fields + entry) : 0;
  return offset === 0 ? 0 : table + offset;
}

/** The tables of a list. @param place of what points to it; 0 where there is none */
function* tablesIn(bytes: Buffer, place: number): Generator<number> {
  if (place === 0) return;
  const list = pointedTo(bytes, place);
  const count = bytes.readUInt32LE(list);
  for (let index = 0; index < count; index++) yield pointedTo(bytes, list + 4 + 4 * index);
}

const textAt = (bytes: Buffer, place: number): string =>
  bytes.toString('utf8', place + 4, place + 4 + bytes.readUInt32LE(place));
