import type { FileHandle } from 'node:fs/promises';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import { type AsyncBuffer, type Compressors, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { compressors as ofLibrary } from 'hyparquet-compressors';
import { AppError } from '@shared/errors';
import { beginningOf } from '../../../../../files/beginningOf';
import { readExactly } from '../../../../../files/readExactly';
import { badDataset } from '../../../readers/files';
import { foreignContent } from '../../../readers/foreignContent';

/** Node's own where it has them: they are faster, and give no more than they are asked for. */
const native =
  (unpack: (input: Uint8Array, options: { readonly maxOutputLength: number }) => Uint8Array) =>
  (input: Uint8Array, maxOutputLength: number) =>
    unpack(input, { maxOutputLength });

export const compressors: Compressors = {
  ...ofLibrary,
  GZIP: native(gunzipSync),
  BROTLI: native(brotliDecompressSync),
  ZSTD: native(zstdDecompressSync),
};

export function unreadable(path: string, place: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const reason = cause instanceof Error ? cause.message.replace(/^parquet /, '') : String(cause);
  return badDataset(
    `The Parquet file cannot be read: ${reason}`,
    place === '' ? path : `${path}, ${place}`,
    'Write or get it again.',
    cause,
  );
}

/** @param holds what a column holds. */
export const nothingToLearn = (name: string, holds: string, place: string): AppError =>
  badDataset(
    `Column “${name}” holds ${holds}, of which nothing can be learned`,
    place,
    `Leave it out ("ignore": [${JSON.stringify(name)}]), or write its parts as columns of numbers or words.`,
  );

/** A file as hyparquet reads it. */
export function bufferOf(file: FileHandle, path: string, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    async slice(start, end = byteLength) {
      if (start < 0 || end < start || end > byteLength)
        throw new Error('a part of it lies outside of the file');
      const bytes = new Uint8Array(end - start);
      await readExactly(file, path, bytes, start);
      return bytes.buffer;
    },
  };
}

const magic = 'PAR1';

/** What stands at the beginning and the end of the file. @throws AppError `badDataset` where that is of no Parquet file */
async function requireMagic(file: FileHandle, path: string, size: number): Promise<void> {
  const head = await beginningOf(path);
  const tail = Buffer.alloc(Math.min(4, size));
  await readExactly(file, path, tail, size - tail.length);
  const [first, last] = [head.toString('latin1', 0, 4), tail.toString('latin1')];
  if (first === 'PARE' || last === 'PARE') {
    throw badDataset('The Parquet file is encrypted', path, 'Write it without encryption.');
  }
  if (first !== magic) {
    const foreign = foreignContent(head);
    throw badDataset(
      `This is no Parquet file${foreign === null ? '' : `: it is ${foreign}`}`,
      path,
      'Choose a file that ends in .parquet, or another kind of data set for this one.',
    );
  }
  if (last !== magic) {
    throw badDataset(
      'The Parquet file is cut off: its end is missing, where it says what it holds',
      `${path}, byte ${size.toLocaleString('en')}`,
      'Get the file again; the download was probably interrupted.',
    );
  }
}

/**
 * What the file says of itself.
 * @throws AppError `badDataset` where it is no Parquet file, or says what cannot be.
 */
export async function readMetadata(file: FileHandle, path: string): Promise<FileMetaData> {
  const { size } = await file.stat();
  await requireMagic(file, path, size);
  try {
    const metadata = await parquetMetadataAsync(bufferOf(file, path, size), { geoparquet: false });
    requireRows(metadata);
    return metadata;
  } catch (error) {
    throw unreadable(path, 'its last part', error);
  }
}

/** The row groups have to hold as many rows as the file says, and each column as many values as its row group has rows. */
function requireRows({ num_rows: announced, row_groups: groups }: FileMetaData): void {
  let rows = 0n;
  for (const { num_rows: ofGroup, columns } of groups) {
    if (ofGroup < 0n) throw new Error('a row group has fewer than no rows');
    for (const { meta_data: column, file_path: elsewhere } of columns) {
      if (elsewhere !== undefined) throw new Error(`its values stand in another file, ${elsewhere}`);
      if (column === undefined) throw new Error('a column has no description');
      if (column.path_in_schema.length === 1 && column.num_values !== ofGroup) {
        throw new Error(
          `column “${column.path_in_schema[0] ?? ''}” has ${column.num_values} values in a row group of ${ofGroup} rows`,
        );
      }
    }
    rows += ofGroup;
  }
  if (rows !== announced) throw new Error(`it announces ${announced} rows and has ${rows}`);
}
