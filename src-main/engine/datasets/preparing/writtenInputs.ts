import type { FileHandle } from 'node:fs/promises';
import { type PreparedDataset, preparedFiles } from '@shared/data/prepared';
import { readExactly } from '../../../files/readExactly';
import { Breathing } from '../breathing';

const bytesAtOnce = 1 << 20;

/** The inputs of all examples, as they have been written to disk. */
export interface WrittenInputs {
  readonly file: FileHandle;
  readonly examples: number;
  /** Values of an example. */
  readonly size: number;
  readonly dtype: PreparedDataset['inputDtype'];
}

/** The examples of a split: 1 for each that is in it. */
export function maskOf(indices: Int32Array, examples: number): Uint8Array {
  const mask = new Uint8Array(examples);
  for (const index of indices) mask[index] = 1;
  return mask;
}

/**
 * Goes over the inputs on disk, about a MB at a time.
 * @param see is shown whole examples, flattened, and the index of the first of them; where it says that it has changed them,
 * they are written back.
 */
export async function overInputs(
  { file, examples, size, dtype }: WrittenInputs,
  signal: AbortSignal | undefined,
  see: (values: Uint8Array | Float32Array, first: number) => boolean,
): Promise<void> {
  const bytesPerExample = size * (dtype === 'uint8' ? 1 : 4);
  const perRead = Math.max(1, Math.floor(bytesAtOnce / bytesPerExample));
  const buffer = new Uint8Array(perRead * bytesPerExample);
  const values = dtype === 'uint8' ? buffer : new Float32Array(buffer.buffer);
  const breathing = new Breathing(signal);
  for (let first = 0; first < examples; first += perRead) {
    const count = Math.min(perRead, examples - first);
    const [bytes, position] = [buffer.subarray(0, count * bytesPerExample), first * bytesPerExample];
    await readExactly(file, preparedFiles.inputs, bytes, position);
    if (see(values.subarray(0, count * size), first)) await file.write(bytes, 0, bytes.length, position);
    await breathing.pause();
  }
}
