import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { AppError } from '@shared/errors';
import type { StateTensor } from './session';

/**
 * The safetensors format: u64 length of the header, the header as JSON (dtype, shape and byte offsets by name,
 * and `__metadata__` of strings), then the tensors' bytes. https://github.com/huggingface/safetensors
 */
export interface TensorFile {
  readonly tensors: readonly StateTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

interface HeaderEntry {
  readonly dtype: 'F32';
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function encodeHeader({ tensors, metadata }: TensorFile): Buffer {
  const header: Record<string, HeaderEntry | Readonly<Record<string, string>>> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = JSON.stringify(header);
  // The format wants the tensors to begin at a multiple of eight; spaces may fill up.
  const padded = Buffer.from(json + ' '.repeat((8 - (Buffer.byteLength(json) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.byteLength));
  return Buffer.concat([length, padded]);
}

/** Writes to a temporary name, flushes, and renames: the file at `path` is always whole. */
export function writeTensorFile(path: string, file: TensorFile): void {
  const temporary = `${path}.part`;
  const descriptor = openSync(temporary, 'w');
  try {
    writeSync(descriptor, encodeHeader(file));
    for (const { values } of file.tensors) writeAll(descriptor, bytesOf(values));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(descriptor, bytes, written);
}

/** @throws AppError `notFound` where there is no file, `badArgument` where it is not whole. */
export function readTensorFile(path: string): TensorFile {
  const bytes = readWhole(path);
  const damaged = () =>
    new AppError('badArgument', 'The checkpoint is damaged', { where: path, remedy: 'Train the run again.' });
  if (bytes.byteLength < 8) throw damaged();
  const dataStart = 8 + Number(bytes.readBigUInt64LE());
  if (dataStart > bytes.byteLength) throw damaged();
  const header = JSON.parse(bytes.toString('utf8', 8, dataStart)) as Record<string, HeaderEntry>;
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, HeaderEntry> & {
    __metadata__?: Record<string, string>;
  };
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      if (dataStart + to > bytes.byteLength) throw damaged();
      // Copied, because a view must begin at a multiple of four of its buffer, and so that the file can be let go.
      const values = new Float32Array((to - from) / 4);
      bytes.copy(bytesOf(values), 0, dataStart + from, dataStart + to);
      return { name, shape, values };
    },
  );
  return { tensors, metadata };
}

function readWhole(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError('notFound', 'There is no checkpoint', {
      where: path,
      remedy: 'Train the run first.',
      cause,
    });
  }
}

/** SHA-256 over names, shapes and values in their order, in hexadecimal. */
export function hashTensors(tensors: readonly StateTensor[]): string {
  const hash = createHash('sha256');
  for (const { name, shape, values } of tensors)
    hash.update(`${name}[${shape.join(',')}]`).update(bytesOf(values));
  return hash.digest('hex');
}
