import { type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '@shared/errors';

export function badDataset(message: string, where: string, remedy: string, cause?: unknown): AppError {
  return new AppError('badDataset', message, { where, remedy, cause });
}

/** `1 byte`, `3,073 bytes` */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

async function nearestExistingParent(path: string): Promise<string> {
  let folder = dirname(path);
  while (dirname(folder) !== folder) {
    const found = await stat(folder).catch(() => null);
    if (found !== null) return folder;
    folder = dirname(folder);
  }
  return folder;
}

/**
 * What stands at a path.
 * @throws AppError `badDataset` that names what was looked for and how far the path leads.
 */
export async function requirePath(path: string, what: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (cause) {
    const parent = await nearestExistingParent(path);
    throw badDataset(
      `There is no ${what} at ${path}`,
      path,
      `The nearest folder that exists is ${parent}; check the path, or choose the ${what} again.`,
      cause,
    );
  }
}

/** The same, and that it is a file with something in it. */
export async function requireFile(path: string, what: string): Promise<Stats> {
  const found = await requirePath(path, what);
  if (found.isDirectory()) {
    throw badDataset(`${path} is a folder, and a ${what} is needed`, path, 'Choose the file in it.');
  }
  if (!found.isFile()) {
    throw badDataset(`${path} is a device or a pipe, and a ${what} is needed`, path, 'Choose a file.');
  }
  if (found.size === 0) {
    throw badDataset(`The ${what} is empty`, path, 'Choose another file, or get this one again.');
  }
  return found;
}
