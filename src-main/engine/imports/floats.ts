import { AppError } from '@shared/errors';
import { half } from '@shared/importing';

/** Numbers that become float32 here. */
export type FloatKind = 'float32' | 'float16' | 'bfloat16' | 'float64';

/** @param name of the tensor, for messages. @throws AppError `badNetwork` where the bytes are no whole numbers */
export function floatsIn(bytes: Uint8Array, kind: FloatKind, name: string): Float32Array {
  switch (kind) {
    case 'float32':
      return new Float32Array(copied(bytes, 4, name));
    case 'float16':
      return Float32Array.from(new Uint16Array(copied(bytes, 2, name)), half);
    case 'bfloat16':
      return bfloats(new Uint16Array(copied(bytes, 2, name)));
    case 'float64':
      return Float32Array.from(new Float64Array(copied(bytes, 8, name)));
  }
}

/** What is said of weights that were kept in these types, by name. */
export function convertedRemark(types: Iterable<string>): string[] {
  const names = [...new Set(types)];
  return names.length === 0 ? [] : [`Weights kept as ${names.join(', ')} are float32 here.`];
}

/** Each is the upper half of a float32. */
export function bfloats(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
}

/** The bytes with memory of their own, which begins where every type of number may. */
export function copied(bytes: Uint8Array, size: number, name: string): ArrayBuffer {
  if (bytes.byteLength % size === 0) return new Uint8Array(bytes).buffer;
  throw new AppError(
    'badNetwork',
    `The tensor "${name}" has ${bytes.byteLength} bytes, which are no whole numbers of ${size}`,
    {
      where: name,
      remedy: 'Copy the file again: it is not whole.',
    },
  );
}
