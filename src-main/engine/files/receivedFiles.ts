import { appendFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError } from '@shared/errors';
import { fileError } from '../../files/fileErrors';
import { nameFolder } from '../../files/replaceFile';

/** A part of a file that an interface sends, in the order of its bytes. */
export interface FilePart {
  /** Names the sending; the file gets a folder of this name. */
  readonly transfer: string;
  readonly name: string;
  readonly base64: string;
  readonly isLast: boolean;
}

const partialSuffix = '.partial';

/** A name that stays in its folder, on every platform. */
function requirePlainName(name: string): void {
  const isPlain = name !== '' && name !== '..' && name !== '.' && basename(name) === name;
  if (isPlain && !/[\\/:*?"<>|\p{Cc}]/u.test(name)) return;
  throw new AppError('badArgument', 'The file has a name that cannot be kept', {
    where: name,
    remedy: 'Rename the file and drop it again.',
  });
}

/**
 * Keeps a file that was dropped in a browser, which does not tell where it lies.
 * @returns its path once the last part has come, else null.
 * @throws AppError where it cannot be written.
 */
export async function receiveFile(folder: string, part: FilePart): Promise<string | null> {
  requirePlainName(part.name);
  const own = join(folder, part.transfer);
  const partial = `${own}${partialSuffix}`;
  try {
    await mkdir(partial, { recursive: true });
    await appendFile(join(partial, part.name), Buffer.from(part.base64, 'base64'), { flush: part.isLast });
    if (!part.isLast) return null;
    await nameFolder(partial, own);
    return join(own, part.name);
  } catch (error) {
    throw fileError(error, own, 'The file cannot be kept in the workspace');
  }
}
