import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';

/**
 * Writes lines as they come to a temporary name, flushes, and gives the file its own name once all are there.
 * @throws what the lines throw, or the file system; the file at `path` is then as it was
 */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.part`;
  const stream = createWriteStream(temporary, { flush: true });
  const written = finished(stream);
  written.catch(() => undefined);
  try {
    for await (const line of lines) {
      if (!stream.write(`${line}\n`)) await Promise.race([once(stream, 'drain'), written]);
    }
    stream.end();
    await written;
    await rename(temporary, path);
  } finally {
    stream.destroy();
    await rm(temporary, { force: true });
  }
}
