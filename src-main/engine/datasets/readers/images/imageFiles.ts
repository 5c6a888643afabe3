import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { Entry } from 'yauzl';
import { ZipArchive } from '../../../../files/zipArchive';
import { badDataset } from '../files';

/** No image that is worth learning from has more bytes in its file; an archive may say that one has. */
const mostBytes = 1 << 28;

/** The files of a folder or an archive, by their paths inside it, apart by "/". */
export interface ImageFiles extends AsyncDisposable {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** @throws Error, in its own words, where the file cannot be read. */
  read(file: string): Promise<Buffer>;
}

/** What systems leave in folders beside what a person put there. */
const isHidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX' || part === 'Thumbs.db');

function requireSize(bytes: number): void {
  if (bytes > mostBytes) throw new Error(`it has ${bytes.toLocaleString('en')} bytes`);
}

/**
 * What a folder holds, by paths inside `root`. Links are followed, but for those that lead back to a folder above.
 * @param above the folders that lead here, as they truly are
 */
async function listInto(
  listed: { readonly files: string[]; readonly folders: string[] },
  root: string,
  inside: string,
  above: readonly string[],
): Promise<void> {
  const folder = await realpath(join(root, inside));
  if (above.includes(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (isHidden(path)) continue;
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(root, path))))) {
      listed.folders.push(path);
      await listInto(listed, root, path, [...above, folder]);
    } else listed.files.push(path);
  }
}

/** A link that leads nowhere is a file that cannot be read. */
const leadsToFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => null))?.isDirectory() === true;

export async function listFolder(root: string): Promise<ImageFiles> {
  const [files, folders]: [string[], string[]] = [[], []];
  await listInto({ files, folders }, root, '', []);
  return {
    files,
    folders,
    async read(file) {
      const path = join(root, file);
      requireSize((await stat(path)).size);
      return readFile(path);
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** @throws AppError `badDataset` where it is no archive, or a damaged one. */
export async function listArchive(path: string): Promise<ImageFiles> {
  try {
    return imagesOf(await ZipArchive.open(path));
  } catch (cause) {
    throw badDataset(
      `The ZIP archive cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      path,
      'Pack or get it again, or choose the unpacked folder.',
      cause,
    );
  }
}

function imagesOf(archive: ZipArchive): ImageFiles {
  const entries = new Map<string, Entry>();
  const folders = new Set<string>();
  for (const entry of archive.entries) {
    const path = entry.fileName.replace(/\/$/, '');
    if (isHidden(path)) continue;
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) folders.add(parts.slice(0, depth).join('/'));
    if (entry.fileName.endsWith('/')) folders.add(path);
    else entries.set(path, entry);
  }
  return {
    files: [...entries.keys()],
    folders: [...folders],
    async read(file) {
      const entry = entries.get(file);
      if (entry === undefined) throw new Error('it is not in the archive');
      requireSize(entry.uncompressedSize);
      return buffer(await archive.read(entry));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(archive[Symbol.dispose]()),
  };
}
