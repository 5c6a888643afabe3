import { randomUUID } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { preparedFiles } from '@shared/data/prepared';
import { nameFolder, replaceFile } from '../../../files/replaceFile';
import { readPrepared } from './preparedIndex';

const partialSuffix = '.partial';
const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

/** A name for the folder of a data set that is not finished. */
export const partialFolder = (directory: string): string =>
  join(directory, `${randomUUID()}${partialSuffix}`);

/** What renaming to a folder with something in it says; Windows has the last. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(String(error.code));

/** Gives the finished folder its name, unless the same data set already stands there. */
export async function publish(temporary: string, folder: string): Promise<void> {
  try {
    await nameFolder(temporary, folder);
  } catch (error) {
    // Another call may have been first, or a crash may have left the folder there in part.
    if ((await readPrepared(folder)) !== null) {
      // The description may say more than an earlier version's did.
      const description = await readFile(join(temporary, preparedFiles.description));
      await replaceFile(join(folder, preparedFiles.description), description, { isShared: true });
      await rm(temporary, { recursive: true, force: true });
      return;
    }
    if (!isTaken(error)) throw error;
    await rm(folder, { recursive: true, force: true });
    await nameFolder(temporary, folder);
  }
}

/** Takes away what crashes left behind. */
export async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(partialSuffix)) continue;
    const path = join(directory, name);
    const found = await stat(path).catch(() => null);
    if (found !== null && Date.now() - found.mtimeMs > abandonedAfterMilliseconds) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
