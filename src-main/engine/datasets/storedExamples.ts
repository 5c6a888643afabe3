import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { preparedFiles, type PreparedDataset } from '@shared/data/prepared';
import { sizeOf } from '@shared/ops/shape';
import { readExactly } from '../../files/readExactly';

/** Up to here one read of the whole file is quicker than one for each example. */
const mostBytesAtOnce = 1 << 24;

export type StoredValues = Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;

/** The inputs of some examples of a prepared data set as they are stored, in the order asked for. */
export async function readStoredExamples(
  directory: string,
  { inputShape, inputDtype, examples }: PreparedDataset,
  indices: readonly number[],
): Promise<StoredValues[]> {
  const size = sizeOf(inputShape);
  const arrayOf = (count: number): StoredValues =>
    inputDtype === 'uint8' ? new Uint8Array(count) : new Float32Array(count);
  const path = join(directory, preparedFiles.inputs);
  await using file = await open(path, 'r');
  if (arrayOf(size).byteLength * examples <= mostBytesAtOnce) {
    const all = await readArray(file, path, arrayOf(size * examples), 0);
    return indices.map((index) => all.subarray(index * size, (index + 1) * size));
  }
  const read: StoredValues[] = [];
  for (const index of indices) {
    const values = arrayOf(size);
    read.push(await readArray(file, path, values, index * values.byteLength));
  }
  return read;
}

async function readArray<Values extends StoredValues>(
  file: FileHandle,
  path: string,
  values: Values,
  position: number,
): Promise<Values> {
  await readExactly(file, path, new Uint8Array(values.buffer), position);
  return values;
}
