import { badDataset } from './files';

/** How the elements of an IDX file are stored, the highest byte first. */
export interface IdxElements {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

/** By the third byte of the file. */
const types: Readonly<Record<number, IdxElements>> = {
  0x08: { bytes: 1, read: (view, at) => view.getUint8(at) },
  0x09: { bytes: 1, read: (view, at) => view.getInt8(at) },
  0x0b: { bytes: 2, read: (view, at) => view.getInt16(at) },
  0x0c: { bytes: 4, read: (view, at) => view.getInt32(at) },
  0x0d: { bytes: 4, read: (view, at) => view.getFloat32(at) },
  0x0e: { bytes: 8, read: (view, at) => view.getFloat64(at) },
};
const unsignedBytes = types[0x08];

export const elementsOf = (type: number): IdxElements | undefined => types[type];

/** Whether the values are those of pixels, from 0 to 255. */
export const arePixels = (elements: IdxElements): boolean => elements === unsignedBytes;

/**
 * Values as the network takes them: bytes as they are, others as 32-bit floats.
 * @param first in the file, of these bytes
 * @throws AppError `badDataset` with the byte where a value is no finite number
 */
export function valuesOf(bytes: Uint8Array, elements: IdxElements, path: string, first: number) {
  if (arePixels(elements)) return bytes;
  const values = new Float32Array(bytes.length / elements.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let index = 0; index < values.length; index++) {
    const at = index * elements.bytes;
    values[index] = elements.read(view, at);
    if (Number.isFinite(values[index])) continue;
    throw badDataset(
      'A value is no finite number, or larger than a 32-bit float',
      `${path}, byte ${first + at}`,
      'Fill it in, or write another value.',
    );
  }
  return values;
}
