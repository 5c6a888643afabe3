import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry } from 'yauzl';
import { beginningOf } from '../../../../files/beginningOf';
import { ZipArchive } from '../../../../files/zipArchive';
import { badDataset } from '../files';
import { foreignContent, zipArchive } from '../foreignContent';

/** No image that is worth learning from has more bytes in its file; an archive may say that one has. */
const mostBytes = 1 << 28;

/** The files of a folder or an archive, by their paths inside it, apart by "/". */
export interface ImageFiles extends AsyncDisposable {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Of the files, links that lead nowhere. */
  readonly deadLinks: ReadonlySet<string>;
  /** How many bytes it has. @throws Error, in its own words, where those are more than an image has. */
  size(file: string): Promise<number>;
  /** @throws Error, in its own words, where the file cannot be read. */
  read(file: string): Promise<Buffer>;
}

const leftBySystems: ReadonlySet<string> = new Set([
  '__MACOSX',
  'Thumbs.db',
  'desktop.ini',
  '@eaDir',
  '#recycle',
  '$RECYCLE.BIN',
  'System Volume Information',
  'lost+found',
]);

/** What systems leave in folders beside what a person put there. */
const isHidden = (path: string): boolean =>
  path.split('/').some((part) => part.startsWith('.') || leftBySystems.has(part));

function checkedSize(bytes: number): number {
  if (bytes > mostBytes) throw new Error(`it has ${bytes.toLocaleString('en')} bytes`);
  return bytes;
}

/**
 * What a folder holds, by paths inside `root`. Links are followed, but for those that lead back to a folder above.
 * @param above the folders that lead here, as they truly are
 */
async function listInto(
  listed: { readonly files: string[]; readonly folders: string[]; readonly deadLinks: Set<string> },
  root: string,
  inside: string,
  above: readonly string[],
): Promise<void> {
  const folder = await realpath(join(root, inside));
  if (above.includes(folder)) return;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (isHidden(path)) continue;
    const linked = entry.isSymbolicLink() ? await stat(join(root, path)).catch(() => null) : undefined;
    if (linked === null) listed.deadLinks.add(path);
    if (entry.isDirectory() || linked?.isDirectory() === true) {
      listed.folders.push(path);
      await listInto(listed, root, path, [...above, folder]);
    } else listed.files.push(path);
  }
}

export async function listFolder(root: string): Promise<ImageFiles> {
  const listed = { files: [] as string[], folders: [] as string[], deadLinks: new Set<string>() };
  await listInto(listed, root, '', []);
  return {
    ...listed,
    async size(file) {
      if (listed.deadLinks.has(file)) throw new Error('it is a link to a file that is not there');
      return checkedSize((await stat(join(root, file))).size);
    },
    read: (file) => readFile(join(root, file)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** @throws AppError `badDataset` where it is no archive, or a damaged one. */
export async function listArchive(path: string): Promise<ImageFiles> {
  try {
    return imagesOf(await ZipArchive.open(path));
  } catch (cause) {
    const foreign = foreignContent(await beginningOf(path));
    if (foreign !== null && foreign !== zipArchive) {
      throw badDataset(
        `This is no ZIP archive: it is ${foreign}`,
        path,
        'Unpack it where it is an archive, and choose the folder.',
        cause,
      );
    }
    throw badDataset(
      `The ZIP archive cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      path,
      'Pack or get it again, or choose the unpacked folder.',
      cause,
    );
  }
}

/** All of it in one piece from the beginning: pieces that are put together would take twice the memory. */
async function unpacked(archive: ZipArchive, entry: Entry): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(entry.uncompressedSize);
  let end = 0;
  for await (const piece of await archive.read(entry)) end += (piece as Buffer).copy(bytes, end);
  return bytes;
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
  const entryOf = (file: string): Entry => {
    const entry = entries.get(file);
    if (entry === undefined) throw new Error('it is not in the archive');
    return entry;
  };
  return {
    files: [...entries.keys()],
    folders: [...folders],
    deadLinks: new Set(),
    // Like what follows, it is refused by a promise.
    size: (file) => Promise.resolve().then(() => checkedSize(entryOf(file).uncompressedSize)),
    read: async (file) => unpacked(archive, entryOf(file)),
    [Symbol.asyncDispose]: () => Promise.resolve(archive[Symbol.dispose]()),
  };
}
