import { sizeOf, type Shape } from '@shared/ops/shape';
import type { ByteReader } from '../byteReader';
import { badDataset, plural } from '../files';
import { foreignContent } from '../foreignContent';

/** Turns `count` elements that stand at `offset` into numbers, or texts. */
type Element = (view: DataView, at: number) => number | string;

export interface NpyHeader {
  readonly shape: Shape;
  /** As NumPy writes it: `|u1`, `<f4`. */
  readonly type: string;
  /** Whether the first axis runs fastest, so that an example is not in one piece. */
  readonly isFortran: boolean;
  readonly elementBytes: number;
  readonly element: Element;
}

const magic = '\u0093NUMPY';
const mostHeaderBytes = 1 << 20;
/** No array that is worth learning from has more axes. */
const mostAxes = 8;

const numbers: Readonly<Record<string, (little: boolean) => Element>> = {
  b1: () => (view, at) => view.getUint8(at),
  u1: () => (view, at) => view.getUint8(at),
  i1: () => (view, at) => view.getInt8(at),
  u2: (little) => (view, at) => view.getUint16(at, little),
  i2: (little) => (view, at) => view.getInt16(at, little),
  u4: (little) => (view, at) => view.getUint32(at, little),
  i4: (little) => (view, at) => view.getInt32(at, little),
  // Numbers that a double would round are kept apart as their digits.
  u8: (little) => (view, at) => exact(view.getBigUint64(at, little)),
  i8: (little) => (view, at) => exact(view.getBigInt64(at, little)),
  f2: (little) => (view, at) => view.getFloat16(at, little),
  f4: (little) => (view, at) => view.getFloat32(at, little),
  f8: (little) => (view, at) => view.getFloat64(at, little),
};

const exact = (value: bigint): number | string =>
  Number.isSafeInteger(Number(value)) ? Number(value) : String(value);

/** Texts of one byte a character, filled up with zeros. */
const latin1 =
  (characters: number): Element =>
  (view, at) =>
    Buffer.from(view.buffer, view.byteOffset + at, characters)
      .toString('latin1')
      .replace(/\0+$/, '');

/** Texts of four bytes a character, filled up with zeros. */
function text(characters: number, little: boolean): Element {
  return (view, at) => {
    let written = '';
    for (let index = 0; index < characters; index++) {
      const point = view.getUint32(at + 4 * index, little);
      if (point > 0 && point <= 0x10ffff) written += String.fromCodePoint(point);
    }
    return written;
  };
}

/**
 * Reads the header of an .npy file (NumPy Enhancement Proposal 1), and leaves the reader at the first element.
 * @throws AppError `badDataset` where it is none, or holds what is no plain array of numbers or texts.
 */
export async function readNpyHeader(reader: ByteReader): Promise<NpyHeader> {
  const start = await reader.take(8);
  if (Buffer.from(start).toString('latin1', 0, 6) !== magic) {
    const foreign = foreignContent(Buffer.concat([start, await reader.take(504)]));
    throw refused(
      reader,
      `This is not an .npy file${foreign === null ? '' : `: it is ${foreign}`}`,
      'Choose another file.',
    );
  }
  const sizeBytes = start[6] === 1 ? 2 : 4;
  const size = Buffer.from(await reader.take(sizeBytes));
  const bytes = size.length < sizeBytes ? Infinity : size.readUIntLE(0, sizeBytes);
  const header = bytes > mostHeaderBytes ? '' : Buffer.from(await reader.take(bytes)).toString('latin1');
  const [, type] = /'descr':\s*'([^']+)'/.exec(header) ?? [];
  const [, order] = /'fortran_order':\s*(True|False)/.exec(header) ?? [];
  const [, axes] = /'shape':\s*\(([\d,\s]*)\)/.exec(header) ?? [];
  if (axes === undefined || order === undefined) {
    throw refused(reader, 'The header of the .npy file is damaged', 'Save the array again.');
  }
  if (type === undefined || type.includes('O')) {
    throw refused(
      reader,
      'The array holds Python objects or records, which only Python can read',
      'Save it as an array of numbers: np.save(path, np.asarray(x, "float32")).',
    );
  }
  const shape = axes
    .split(',')
    .filter((axis) => axis.trim() !== '')
    .map(Number);
  if (shape.length === 0 || shape.length > mostAxes) {
    throw refused(
      reader,
      `The array has ${plural(shape.length, 'axis').replace('axiss', 'axes')}`,
      'The first axis has to be the examples.',
    );
  }
  const found = { shape, type, isFortran: order === 'True' && shape.length > 1, ...elementOf(reader, type) };
  const needed = reader.taken + sizeOf(shape) * found.elementBytes;
  if (needed > reader.capacity) {
    throw refused(
      reader,
      `The array is cut off: ${plural(reader.capacity, 'byte')} are there and ${plural(needed, 'byte')} are needed`,
      'Save or get it again.',
    );
  }
  return found;
}

function elementOf(reader: ByteReader, type: string): Pick<NpyHeader, 'elementBytes' | 'element'> {
  const little = !type.startsWith('>');
  const kind = type.slice(1);
  const read = numbers[kind];
  if (read !== undefined) return { elementBytes: Number(kind.slice(1)), element: read(little) };
  const [, coding, length] = /^([US])(\d{1,4})$/.exec(kind) ?? [];
  const characters = Number(length);
  if (coding === 'U') return { elementBytes: 4 * characters, element: text(characters, little) };
  if (coding === 'S') return { elementBytes: characters, element: latin1(characters) };
  throw refused(
    reader,
    `The array has elements of the type ${type}`,
    'Save it as numbers of 8 to 64 bits, x.astype("float32"), or as texts, x.astype(str).',
  );
}

export function refused({ path }: Pick<ByteReader, 'path'>, message: string, remedy: string): Error {
  return badDataset(message, path, remedy);
}

/** The next `count` elements. @throws AppError where the file ends before. */
export async function takeElements(
  reader: ByteReader,
  { elementBytes, element }: NpyHeader,
  count: number,
): Promise<(number | string)[]> {
  const bytes = await reader.take(count * elementBytes);
  if (bytes.length < count * elementBytes)
    throw refused(reader, 'The array is cut off', 'Save or get it again.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, index) => element(view, index * elementBytes));
}

/**
 * To be called behind the last element: then an archive’s checksum is held against what was read.
 * @throws AppError `badDataset` where they do not agree
 */
export const endElements = async (reader: ByteReader): Promise<void> => void (await reader.take(1));
