import { Readable } from 'node:stream';
import { sizeOf } from '@shared/ops/shape';
import { Breathing } from '../../breathing';
import { ByteReader } from '../byteReader';
import { plural } from '../files';
import { endElements, type NpyHeader, refused } from './npyArray';

/** An array whose examples are not in one piece has to be in memory as a whole, twice. */
const mostBytes = 1 << 30;

/**
 * The elements of an array in Fortran's order, one example after the other.
 * @param reader at the first element; it is closed
 * @throws AppError `badDataset` where the array is cut off, or too large to be turned around in memory
 */
export async function inRowOrder(reader: ByteReader, header: NpyHeader): Promise<ByteReader> {
  using stored = reader;
  const { shape, elementBytes } = header;
  const bytes = sizeOf(shape) * elementBytes;
  if (bytes > mostBytes) {
    throw refused(
      stored,
      `The array is stored column by column and has ${plural(bytes, 'byte')}, more than is turned around in memory`,
      'Save np.ascontiguousarray(x).',
    );
  }
  const columns = await stored.take(bytes);
  if (columns.length < bytes) throw refused(stored, 'The array is cut off', 'Save or get it again.');
  await endElements(stored);
  return ByteReader.of(stored.path, Readable.from([await turned(columns, header)]), bytes);
}

async function turned(columns: Uint8Array, { shape, elementBytes }: NpyHeader): Promise<Uint8Array> {
  const [examples = 0, ...rest] = shape;
  const places = fortranPlaces(rest);
  const rows = new Uint8Array(columns.length);
  const breathing = new Breathing(undefined);
  let at = 0;
  for (let example = 0; example < examples; example++) {
    for (const place of places) {
      const from = (example + place * examples) * elementBytes;
      for (let byte = 0; byte < elementBytes; byte++) rows[at++] = columns[from + byte] ?? 0;
    }
    await breathing.pause();
  }
  return rows;
}

/** Where each element of an example, the last axis running fastest, stands with the first running fastest. */
function fortranPlaces(shape: readonly number[]): Uint32Array {
  const places = new Uint32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  for (let at = 0; at < places.length; at++) {
    places[at] = index.reduce((sum, value, axis) => sum + value * (strides[axis] ?? 0), 0);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = ((index[axis] ?? 0) + 1) % (shape[axis] ?? 1);
      if (index[axis] !== 0) break;
    }
  }
  return places;
}
