import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, where they are not there yet; others may make the same ones meanwhile. Node's own
 * recursive `mkdir` never ends where a folder that is there, as /proc, says ENOENT of a new one in it.
 * @throws the file system's error
 */
export function makeFolder(folder: string): void {
  try {
    makeInParent(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw thrown;
    makeFolder(dirname(folder));
    makeInParent(folder);
  }
}

/** Makes a folder, or passes where it is one already. */
function makeInParent(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const isThere = code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory();
    if (!isThere) throw thrown;
  }
}
