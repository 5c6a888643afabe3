import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of bytes, or of texts in UTF-8, that come one after another, in hexadecimal. */
export function sha256Of(pieces: readonly string[] | Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) {
    if (typeof piece === 'string') hash.update(piece);
    else for (const part of partsOf(piece)) hash.update(part);
  }
  return hash.digest('hex');
}

/** Node hashes less than 2 GB at once. */
const mostBytesAtOnce = 2 ** 30;

function* partsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += mostBytesAtOnce)
    yield bytes.subarray(at, at + mostBytesAtOnce);
}

/** The same of files that together are one content; they are read a piece at a time. */
export async function sha256OfFiles(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
