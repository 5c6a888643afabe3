import { open } from 'node:fs/promises';

/** Writes a file and returns when the disk has it. @throws the file system's error */
export async function writeFlushed(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
