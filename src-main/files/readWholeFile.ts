import { open } from 'node:fs/promises';
import { AppError } from '@shared/errors';
import { readExactly } from './readExactly';

/**
 * A file's bytes in memory of their own, however many they are: Node's own `readFile` refuses more than 2 GB.
 * @throws AppError `badArgument` where memory does not suffice
 */
export async function readWholeFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  await using file = await open(path, 'r');
  const bytes = roomFor((await file.stat()).size, path);
  await readExactly(file, path, bytes, 0);
  return bytes;
}

function roomFor(size: number, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new AppError(
      'badArgument',
      `There is no memory for the ${size.toLocaleString('en')} bytes of the file`,
      {
        where: path,
        remedy: 'Close other programs, or read it on a machine with more memory.',
        cause,
      },
    );
  }
}
