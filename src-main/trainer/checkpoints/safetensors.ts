import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { AppError } from '@shared/errors';
import {
  safetensorsHeader,
  safetensorsHeaderSchema,
  tensorBytes,
  type SafetensorsEntry,
} from '@shared/safetensors';
import { replaceFileSync } from '../../files/replaceFile';
import { alignedFloats } from '../session/alignedMemory';
import type { StateTensor, TensorBlocks } from '../session/session';

/** What a safetensors file holds. */
export interface TensorFile {
  readonly tensors: readonly StateTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

type Entries = Readonly<Record<string, SafetensorsEntry>>;

/** CRC-32 over all values, and over all else that the header says; files of early versions have neither. */
export const contentKey = 'contentChecksum';
const headerKey = 'headerChecksum';

/** Whether metadata and tensors, in the order of the header, are those that were written; also where no sum was. */
export function isHeaderWhole(
  metadata: TensorFile['metadata'],
  tensors: readonly Pick<StateTensor, 'name' | 'shape'>[],
): boolean {
  const { [headerKey]: sum, ...summed } = metadata;
  return sum === undefined || sum === String(checksumOfHeader(summed, tensors));
}

function checksumOfTensors(tensors: readonly Pick<StateTensor, 'values'>[]): number {
  return tensors.reduce((sum, tensor) => crc32(tensorBytes(tensor), sum), 0);
}

function checksumOfHeader(
  metadata: TensorFile['metadata'],
  tensors: readonly Pick<StateTensor, 'name' | 'shape'>[],
): number {
  return crc32(JSON.stringify([metadata, tensors.map(({ name, shape }) => [name, shape])]));
}

/** The file at `path` is always whole, the old or the new. */
export function writeTensorFile(path: string, file: TensorFile): void {
  replaceFileSync(path, tensorFileBytes(file));
}

/** A file's bytes, piece by piece. */
export function* tensorFileBytes({ tensors, metadata }: TensorFile): Generator<Uint8Array> {
  const content = { ...metadata, [contentKey]: String(checksumOfTensors(tensors)) };
  const told = { ...content, [headerKey]: String(checksumOfHeader(content, tensors)) };
  yield safetensorsHeader(tensors, told);
  for (const tensor of tensors) yield tensorBytes(tensor);
}

/** The header alone: what tensors there are and the metadata. @throws AppError as {@link readTensorFile} */
export function readTensorHeader(path: string): { readonly dataStart: number } & Header {
  const descriptor = openToRead(path);
  try {
    const length = Buffer.alloc(8);
    if (readSync(descriptor, length) < 8) throw damaged(path);
    const dataStart = 8 + Number(length.readBigUInt64LE());
    const { size } = fstatSync(descriptor);
    if (dataStart > size) throw damaged(path);
    const json = Buffer.alloc(dataStart - 8);
    readSync(descriptor, json, 0, json.byteLength, 8);
    const header = parseHeader(json.toString('utf8'), path);
    const ends = Object.values(header.entries).map(({ data_offsets: [, to] }) => dataStart + to);
    if (ends.some((end) => end > size)) throw damaged(path);
    return { dataStart, ...header };
  } finally {
    closeSync(descriptor);
  }
}

/**
 * @param isWanted which tensors to keep, by their names; of the others the sum alone is looked at
 * @throws AppError `notFound` where there is no file, `badArgument` where it is not whole.
 */
export function readTensorFile(path: string, isWanted = (_name: string): boolean => true): TensorFile {
  const tensors = [...tensorsIn(path, isWanted)];
  return { tensors, metadata: readTensorHeader(path).metadata };
}

/** A tensor with memory of its own, which can be let go of. */
export interface ReadTensor extends StateTensor {
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * The same tensors one after another; whether the file is whole is known behind the last one.
 * @param blocks in which some of them are given, where they are not whole
 */
export function* tensorsIn(
  path: string,
  isWanted: (name: string) => boolean,
  blocks: TensorBlocks = new Map(),
): Generator<ReadTensor> {
  const { dataStart, entries, contentSum } = readTensorHeader(path);
  const descriptor = openToRead(path);
  try {
    let sum = 0;
    for (const [name, { shape, data_offsets: offsets }] of Object.entries(entries)) {
      const place = { descriptor, path, from: dataStart + offsets[0], to: dataStart + offsets[1] };
      const cut = blocks.get(name) ?? [];
      if (!isWanted(name) || cut.length > 0) {
        sum = sumOfBytes(place, sum);
        if (isWanted(name)) yield* blocksIn(place, shape.at(-1) ?? 1, cut);
        continue;
      }
      // Straight into its own array: a large file is never in memory twice.
      const values = alignedFloats((place.to - place.from) / 4);
      readWhole(descriptor, path, tensorBytes({ values }), place.from);
      sum = crc32(tensorBytes({ values }), sum);
      yield { name, shape, values };
    }
    if (contentSum !== undefined && contentSum !== String(sum)) throw damaged(path);
  } finally {
    closeSync(descriptor);
  }
}

/** Where the values of a tensor are. */
interface PlaceInFile {
  readonly descriptor: number;
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** Bytes that are read together, where they are not kept or go to several places. */
const bytesAtOnce = 2 ** 20;

function sumOfBytes({ descriptor, path, from, to }: PlaceInFile, before: number): number {
  const bytes = new Uint8Array(Math.min(bytesAtOnce, to - from));
  let sum = before;
  for (let at = from; at < to; at += bytes.byteLength) {
    const piece = bytes.subarray(0, Math.min(bytes.byteLength, to - at));
    readWhole(descriptor, path, piece, at);
    sum = crc32(piece, sum);
  }
  return sum;
}

/** The blocks of a matrix, one after another. @param columns of the whole matrix */
function* blocksIn(
  { descriptor, path, from }: PlaceInFile,
  columns: number,
  blocks: readonly Pick<StateTensor, 'name' | 'shape'>[],
): Generator<ReadTensor> {
  const rowsAtOnce = Math.max(1, Math.floor(bytesAtOnce / (4 * columns)));
  const whole = new Float32Array(rowsAtOnce * columns);
  let begin = 0;
  for (const { name, shape } of blocks) {
    const [rows = 0, width = 0] = shape;
    const values = alignedFloats(rows * width);
    for (let first = 0; first < rows; first += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, rows - first);
      const read = whole.subarray(0, count * columns);
      readWhole(descriptor, path, tensorBytes({ values: read }), from + 4 * first * columns);
      for (let row = 0; row < count; row++) {
        const at = row * columns + begin;
        values.set(whole.subarray(at, at + width), (first + row) * width);
      }
    }
    begin += width;
    yield { name, shape, values };
  }
}

/** Node reads less than 2 GB at once. */
const mostBytesAtOnce = 2 ** 30;

/** Fills `bytes`; the system may give less at once than it is asked for. */
function readWhole(descriptor: number, path: string, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.byteLength;) {
    const most = Math.min(bytes.byteLength - done, mostBytesAtOnce);
    const count = readSync(descriptor, bytes, done, most, position + done);
    if (count === 0) throw damaged(path);
    done += count;
  }
}

function damaged(path: string, cause?: unknown): AppError {
  return new AppError('badArgument', 'The checkpoint is damaged', {
    where: path,
    remedy: 'Train the run again.',
    cause,
  });
}

function openToRead(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw new AppError('notFound', 'There is no checkpoint', {
      where: path,
      remedy: 'Train the run first.',
      cause,
    });
  }
}

interface Header extends Pick<TensorFile, 'metadata'> {
  readonly entries: Entries;
  /** Of the values; undefined in files of early versions. */
  readonly contentSum: string | undefined;
}

function parseHeader(json: string, path: string): Header {
  try {
    const { __metadata__: told = {}, ...rest } = safetensorsHeaderSchema.parse(JSON.parse(json));
    const entries = rest as Entries;
    const other = Object.values(entries).find(({ dtype }) => dtype !== 'F32');
    if (other !== undefined) throw new Error(`its values are ${other.dtype}`);
    const tensors = Object.entries(entries).map(([name, { shape }]) => ({ name, shape }));
    if (!isHeaderWhole(told, tensors)) throw new Error('its checksum is another');
    const { [contentKey]: contentSum, [headerKey]: _headerSum, ...metadata } = told;
    return { entries, metadata, contentSum };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

/** SHA-256 over names, shapes and values in their order, in hexadecimal. */
export function hashTensors(tensors: readonly StateTensor[]): string {
  const hash = createHash('sha256');
  for (const tensor of tensors)
    hash.update(`${tensor.name}[${tensor.shape.join(',')}]`).update(tensorBytes(tensor));
  return hash.digest('hex');
}
