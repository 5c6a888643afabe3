import { AppError } from '../../errors';
import { sizeOf, type Shape } from '../../ops/shape';
import type { WeightsManifest } from '../modelFile';

/** A weight tensor as a file holds it, by its whole name there. */
export interface StoredWeight {
  readonly name: string;
  readonly shape: Shape;
  /** Row-major. */
  readonly values: Float32Array;
}

type ManifestWeight = WeightsManifest[number]['weights'][number];

/** How the values of a weight lie in the file. */
interface Encoding {
  readonly bytes: 1 | 2 | 4;
  decode(view: DataView, offset: number): number;
}

/** The files beside a tfjs model.json that hold its weights, in order. */
export function weightFilesOf(manifest: WeightsManifest): string[] {
  return manifest.flatMap(({ paths }) => paths);
}

/** @throws AppError where a file is missing, too short or too long, or holds something else than numbers. */
export function readShards(
  manifest: WeightsManifest,
  files: ReadonlyMap<string, Uint8Array>,
): StoredWeight[] {
  return manifest.flatMap(({ paths, weights }) => {
    const bytes = joined(paths, files);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = 0;
    const read = weights.map((weight) => {
      const encoding = encodingOf(weight);
      const count = sizeOf(weight.shape);
      const from = offset;
      offset += encoding.bytes * count;
      if (offset > bytes.byteLength) throw cutShort(weight.name, paths, offset - bytes.byteLength);
      const values = Float32Array.from({ length: count }, (_, index) =>
        encoding.decode(view, from + index * encoding.bytes),
      );
      return { name: weight.name, shape: weight.shape, values };
    });
    if (offset < bytes.byteLength) throw leftOver(paths, offset, bytes.byteLength);
    return read;
  });
}

/** Quantized weights are whole numbers on a scale: value = stored · scale + minimum. Source: tfjs-core, io/io_utils.ts. */
function encodingOf({ name, dtype, quantization }: ManifestWeight): Encoding {
  if (dtype !== 'float32') throw otherKind(name, dtype);
  if (quantization === undefined) {
    return { bytes: 4, decode: (view, offset) => view.getFloat32(offset, true) };
  }
  const { dtype: stored, scale, min } = quantization;
  if (stored === 'float16') return { bytes: 2, decode: (view, offset) => half(view.getUint16(offset, true)) };
  if (scale === undefined || min === undefined)
    throw otherKind(name, `quantized ${stored} values without scale`);
  if (stored === 'uint8') return { bytes: 1, decode: (view, offset) => view.getUint8(offset) * scale + min };
  if (stored === 'uint16') {
    return { bytes: 2, decode: (view, offset) => view.getUint16(offset, true) * scale + min };
  }
  throw otherKind(name, `quantized ${stored} values`);
}

/** A number of IEEE 754's 16 bits. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function joined(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = paths.map((path) => {
    const part = files.get(path) ?? files.get(path.split('/').at(-1) ?? path);
    if (part !== undefined) return part;
    throw new AppError('badNetwork', `The weight file ${path} is missing`, {
      where: path,
      remedy: 'Choose model.json and the weight files beside it together.',
    });
  });
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.byteLength;
  }
  return bytes;
}

function otherKind(name: string, what: string): AppError {
  return new AppError('badNetwork', `The weight ${name} is stored as ${what}, which cannot be read`, {
    where: name,
    remedy: 'Convert the model again with float32 weights.',
  });
}

function cutShort(name: string, paths: readonly string[], missing: number): AppError {
  return new AppError('badNetwork', `The weights end before ${name}: at least ${missing} bytes are missing`, {
    where: paths.join(', '),
    remedy: 'Copy the weight files again: one is not whole.',
  });
}

function leftOver(paths: readonly string[], used: number, all: number): AppError {
  return new AppError(
    'badNetwork',
    `The weight files hold ${all} bytes, of which the model names ${used}: ${all - used} are left over`,
    {
      where: paths.join(', '),
      remedy: 'Take the files that were written together with this model.json.',
    },
  );
}
