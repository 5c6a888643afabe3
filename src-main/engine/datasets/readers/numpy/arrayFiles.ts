import { ZipArchive } from '../../../../files/zipArchive';
import { ByteReader } from '../byteReader';
import { badDataset } from '../files';
import { inRowOrder } from './fortranOrder';
import { type NpyHeader, readNpyHeader } from './npyArray';

/** One array, wherever it is stored. */
export interface StoredArray {
  readonly name: string;
  readonly header: NpyHeader;
  /** A reader at the first element. */
  open(): Promise<ByteReader>;
}

async function stored(name: string, openFile: () => Promise<ByteReader>): Promise<StoredArray> {
  using reader = await openFile();
  const header = await readNpyHeader(reader);
  return {
    name,
    header,
    async open() {
      const opened = await openFile();
      await readNpyHeader(opened);
      return header.isFortran ? inRowOrder(opened, header) : opened;
    },
  };
}

/** The array of an .npy file. */
export function openNpy(path: string): Promise<StoredArray> {
  return stored('', () => ByteReader.open(path));
}

/**
 * The arrays of an .npz file, which is a ZIP archive of .npy files. The caller closes the archive.
 * @throws AppError `badDataset` where it is no archive, or a damaged one.
 */
export async function openNpz(path: string): Promise<{ arrays: StoredArray[]; archive: ZipArchive }> {
  const archive = await ZipArchive.open(path).catch((cause: unknown) => {
    throw badArchive(path, cause);
  });
  try {
    const arrays: StoredArray[] = [];
    for (const entry of archive.entries) {
      if (!entry.fileName.endsWith('.npy')) continue;
      const open = async () => {
        const stream = await archive.read(entry).catch((cause: unknown) => {
          throw badArchive(path, cause);
        });
        return ByteReader.of(`${path}, ${entry.fileName}`, stream, entry.uncompressedSize);
      };
      arrays.push(await stored(entry.fileName.replace(/\.npy$/, ''), open));
    }
    return { arrays, archive };
  } catch (error) {
    archive[Symbol.dispose]();
    throw error;
  }
}

function badArchive(path: string, cause: unknown): Error {
  return badDataset(
    `The .npz file cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    path,
    'Save or get it again.',
    cause,
  );
}
