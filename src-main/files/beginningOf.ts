import { open } from 'node:fs/promises';

/** Enough for the signatures by which formats are known. */
const mostBytes = 512;

/** What a file begins with. */
export async function beginningOf(path: string): Promise<Buffer> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
  return buffer.subarray(0, bytesRead);
}
