import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { sha256Of, sha256OfFiles } from '../../files/hashing';
import type { Pieces } from './encoder';

const hashLength = 12;

/**
 * The name of a file beside an exported one. It has the hash of the content in it, so that the exported file, which names
 * it, is written last and never leads to another's content.
 * @param stem the exported file's name without its extension
 */
export function nameBeside(stem: string, content: Pieces, ending: string): string {
  const hash = sha256Of(content).slice(0, hashLength);
  return `${stem}.${hash}.${ending}`;
}

const hashInName = /\.([0-9a-f]{12})\.[^/]*$/;

/** Whether a file of this name was put beside an exported one. */
function standsBeside(stem: string, name: string): boolean {
  return name.startsWith(`${stem}.`) && /^[0-9a-f]{12}\./.test(name.slice(stem.length + 1));
}

/** Whether files beside an exported one still hold what their names say; those of one name's hash hold it together. */
export async function areAsNamed(paths: readonly string[]): Promise<boolean> {
  const hashOf = (path: string) => hashInName.exec(basename(path))?.[1] ?? '';
  for (const hash of new Set(paths.map(hashOf))) {
    const parts = paths.filter((path) => hashOf(path) === hash);
    if (!parts.every((path) => existsSync(path))) return false;
    if (!(await sha256OfFiles(parts)).startsWith(hash)) return false;
  }
  return true;
}

/** What an earlier file of this name had beside it, which nothing leads to any more. */
export async function removeSuperseded(path: string, besidePaths: readonly string[]): Promise<void> {
  const { dir, name } = parse(path);
  for (const each of await readdir(dir)) {
    // What has no name of its own yet is being written.
    if (each.endsWith('.part') || !standsBeside(name, each)) continue;
    if (!besidePaths.includes(join(dir, each))) await rm(join(dir, each), { force: true });
  }
}
