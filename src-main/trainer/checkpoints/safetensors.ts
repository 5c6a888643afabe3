import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '@shared/errors';
import { safetensorsHeader, tensorBytes } from '@shared/safetensors';
import { replaceFileSync } from '../../files/replaceFile';
import type { StateTensor } from '../session/session';

/** What a safetensors file holds. */
export interface TensorFile {
  readonly tensors: readonly StateTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

const entrySchema = z.object({
  dtype: z.literal('F32'),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const headerSchema = z
  .object({ __metadata__: z.record(z.string(), z.string()).optional() })
  .catchall(entrySchema);

type Entries = Readonly<Record<string, z.infer<typeof entrySchema>>>;

/** The file at `path` is always whole, the old or the new. */
export function writeTensorFile(path: string, { tensors, metadata }: TensorFile): void {
  function* pieces() {
    yield safetensorsHeader(tensors, metadata);
    for (const tensor of tensors) yield tensorBytes(tensor);
  }
  replaceFileSync(path, pieces());
}

/** The header alone: what tensors there are and the metadata. @throws AppError as {@link readTensorFile} */
export function readTensorHeader(
  path: string,
): { readonly dataStart: number; readonly entries: Entries } & Pick<TensorFile, 'metadata'> {
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

/** @throws AppError `notFound` where there is no file, `badArgument` where it is not whole. */
export function readTensorFile(path: string): TensorFile {
  const { dataStart, entries, metadata } = readTensorHeader(path);
  const bytes = readFileSync(path);
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      // Copied, because a view must begin at a multiple of four of its buffer, and so that the file can be let go.
      const values = new Float32Array((to - from) / 4);
      bytes.copy(tensorBytes({ values }), 0, dataStart + from, dataStart + to);
      return { name, shape, values };
    },
  );
  return { tensors, metadata };
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

function parseHeader(json: string, path: string): { entries: Entries } & Pick<TensorFile, 'metadata'> {
  try {
    const { __metadata__: metadata = {}, ...entries } = headerSchema.parse(JSON.parse(json));
    return { entries: entries as Entries, metadata };
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
