import { closeSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { replaceFileSync } from '../../files/replaceFile';

/** Bytes that one sum is over; SQLite's page, or a part of one. */
const blockBytes = 4096;
/** Blocks that are read at once. */
const readBlocks = 256;

const sealSchema = z.strictObject({
  format: z.literal('layerlab-seal-1'),
  /** Length of the file. */
  bytes: z.int(),
  /** CRC-32 of each block, uint32 little-endian, in base64. */
  sums: z.base64(),
});

/** Where the seal of a database lies. */
export const sealOf = (path: string): string => `${path}.seal`;

/** Writes down what a closed file holds, block by block, so that the next opening finds whether it still does. */
export function writeSeal(path: string): void {
  const sums = sumsOf(path);
  const seal: z.input<typeof sealSchema> = {
    format: 'layerlab-seal-1',
    bytes: sums.bytes,
    sums: Buffer.from(sums.values.buffer, 0, sums.values.byteLength).toString('base64'),
  };
  replaceFileSync(sealOf(path), [Buffer.from(JSON.stringify(seal))]);
}

export function removeSeal(path: string): void {
  rmSync(sealOf(path), { force: true });
}

/** Whether a file is as it was sealed; `none` where it is not sealed, as while it is in use. */
export function lookAtSeal(path: string): 'none' | 'unbroken' | 'broken' {
  const seal = readSeal(path);
  if (seal === null) return 'none';
  const { bytes, values } = sumsOf(path);
  if (bytes !== seal.bytes) return 'broken';
  const sealed = Buffer.from(seal.sums, 'base64');
  return sealed.equals(Buffer.from(values.buffer, 0, values.byteLength)) ? 'unbroken' : 'broken';
}

/** Null also where the seal itself cannot be read: then it tells nothing. */
function readSeal(path: string): z.infer<typeof sealSchema> | null {
  try {
    return sealSchema.parse(JSON.parse(readFileSync(sealOf(path), 'utf8')));
  } catch {
    return null;
  }
}

function sumsOf(path: string): { bytes: number; values: Uint32Array } {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(blockBytes * readBlocks);
    const sums: number[] = [];
    let bytes = 0;
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.byteLength, bytes);
      for (let from = 0; from < read; from += blockBytes) {
        sums.push(crc32(buffer.subarray(from, Math.min(read, from + blockBytes))));
      }
      bytes += read;
      if (read < buffer.byteLength) return { bytes, values: Uint32Array.from(sums) };
    }
  } finally {
    closeSync(file);
  }
}
