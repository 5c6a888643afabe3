import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

/** All of a file, or its pieces one after another. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<string>;

export interface Replacing {
  /** Several programs may write the file at once, so that each needs a temporary name of its own. */
  readonly isShared?: boolean;
  /** Looks at what was written, under its temporary name: false, and the file stays as it was. */
  readonly accepts?: (temporary: string) => Promise<boolean>;
}

/**
 * Writes the content, or its pieces one after another, to a temporary name beside it, flushes, and renames: the file at
 * `path` is always whole, the old or the new.
 * @returns whether it is the new.
 */
export async function replaceFile(
  path: string,
  content: FileContent,
  { isShared = false, accepts }: Replacing = {},
): Promise<boolean> {
  const temporary = isShared ? `${path}.${randomUUID()}.part` : `${path}.part`;
  try {
    await writeFile(temporary, content, { flush: true });
    if (accepts !== undefined && !(await accepts(temporary))) return false;
    await rename(temporary, path);
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** The same at once, in pieces that need not be in memory together. */
export function replaceFileSync(path: string, pieces: Iterable<Uint8Array>): void {
  const temporary = `${path}.part`;
  const descriptor = openSync(temporary, 'w');
  try {
    for (const piece of pieces) writeWhole(descriptor, piece);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, path);
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.byteLength) written += writeSync(descriptor, bytes, written);
}

/** Gives a file that has been filled under another name its own, flushed; what was there is replaced. */
export function placeFileSync(filled: string, path: string): void {
  const descriptor = openSync(filled, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(filled, path);
}

/** Gives a folder that has been filled under another name its own. */
export async function nameFolder(filled: string, folder: string): Promise<void> {
  await rename(filled, folder);
}

/** Puts a file that is to begin anew, or a folder that is to go, aside. */
export function putAsideSync(path: string, aside: string): void {
  renameSync(path, aside);
}
