import { fileError } from './fileErrors';
import { replaceFile, type FileContent } from './replaceFile';

/**
 * Puts a file where a person wants it, in place of one that is there.
 * @param what is said where the file system refuses: `The file cannot be written`
 * @throws AppError
 */
export async function saveFile(
  path: string,
  content: FileContent,
  what = 'The file cannot be written',
): Promise<void> {
  try {
    await replaceFile(path, content);
  } catch (thrown) {
    throw fileError(thrown, path, what);
  }
}
