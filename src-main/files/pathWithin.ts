import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/**
 * The path of a file that another names as lying in its folder, or in one below.
 * @returns null where there is none, or where it leads out of the folder, by its name or over a link
 */
export async function pathWithin(folder: string, name: string): Promise<string | null> {
  if (name === '' || name.includes('\0') || isAbsolute(name)) return null;
  if (name.split(/[\\/]/).includes('..')) return null;
  try {
    const [from, to] = await Promise.all([realpath(folder), realpath(join(folder, name))]);
    const way = relative(from, to);
    const leadsOut = isAbsolute(way) || way.split(sep)[0] === '..';
    return leadsOut ? null : to;
  } catch {
    return null;
  }
}
