import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import type { ExportFormatDefinition } from '@shared/exporting/format';
import { sha256Of, sha256OfFiles } from '../../files/hashing';
import type { Pieces } from './encoder';

const hashLength = 12;

type Format = Pick<ExportFormatDefinition, 'besideExtension'>;

/**
 * The name of a file beside an exported one. It has the hash of the content in it, so that the exported file, which names
 * it, is written last and never leads to another's content.
 * @param stem the exported file's name without its extension
 * @param part which of several it is
 */
export function nameBeside(stem: string, content: Pieces, format: Format, part?: string): string {
  const hash = sha256Of(content).slice(0, hashLength);
  return [stem, hash, part, format.besideExtension].filter((each) => each !== undefined).join('.');
}

const hashInName = /\.([0-9a-f]{12})\.[^/]*$/;
/** The hash in a name of what the file holds; empty where there is none. */
export const hashOf = (name: string): string => hashInName.exec(basename(name))?.[1] ?? '';

/** Whether a file of this name was put beside one of this format; others of the same stem have files of their own. */
function standsBeside(stem: string, { besideExtension }: Format, name: string): boolean {
  if (besideExtension === undefined || !name.endsWith(`.${besideExtension}`)) return false;
  return name.startsWith(`${stem}.`) && /^[0-9a-f]{12}\./.test(name.slice(stem.length + 1));
}

/**
 * Which of the files beside an exported one are not there, or do not hold what their names say; those of one name's hash hold
 * it together.
 */
export async function notAsNamed(paths: readonly string[]): Promise<string[]> {
  const wrong = new Set<string>();
  for (const hash of new Set(paths.map(hashOf))) {
    const parts = paths.filter((path) => hashOf(path) === hash);
    const lacking = parts.filter((path) => !existsSync(path));
    const isSame = lacking.length === 0 && (await sha256OfFiles(parts)).startsWith(hash);
    if (!isSame) for (const path of lacking.length === 0 ? parts : lacking) wrong.add(path);
  }
  return [...wrong];
}

/** Removes what an earlier file of this name and format had beside it, which nothing leads to any more. */
export async function removeSuperseded(
  path: string,
  format: Format,
  besidePaths: readonly string[],
): Promise<void> {
  const { dir, name } = parse(path);
  for (const each of await readdir(dir)) {
    if (!standsBeside(name, format, each)) continue;
    if (!besidePaths.includes(join(dir, each))) await rm(join(dir, each), { force: true });
  }
}
