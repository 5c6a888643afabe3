import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';

const largestHeader = 16 * 1024 * 1024;
const metadataSchema = z.object({ clock: z.string() });
const clockSchema = z.object({ step: z.int() });

/**
 * The step at which a checkpoint stands, from the header of its file: the file knows better than the database, since
 * the engine may have died between the trainer's writing it and its word of it.
 * @returns null where there is no whole checkpoint
 */
export function checkpointStep(path: string): number | null {
  try {
    const header = z.object({ __metadata__: metadataSchema }).parse(JSON.parse(readHeader(path)));
    return clockSchema.parse(JSON.parse(header.__metadata__.clock)).step;
  } catch {
    return null;
  }
}

/** The JSON at the front of a safetensors file. */
function readHeader(path: string): string {
  const file = openSync(path, 'r');
  try {
    const prefix = Buffer.alloc(8);
    readSync(file, prefix, 0, 8, 0);
    const length = Number(prefix.readBigUInt64LE());
    if (length > largestHeader) throw new RangeError('not a safetensors header');
    const header = Buffer.alloc(length);
    readSync(file, header, 0, length, 8);
    return header.toString('utf8');
  } finally {
    closeSync(file);
  }
}
