import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { AppError } from '@shared/errors';
import { readExactly } from '../../../../files/readExactly';
import { ZipArchive } from '../../../../files/zipArchive';
import { badDataset } from '../../readers/files';
import { foreignContent } from '../../readers/foreignContent';
import { isOldOffice, isZip } from '../fileKinds';

/** Of a part, unpacked: Excel’s largest sheets have some GB, and more is a trap. */
const mostBytes = 2 ** 33;

/** The parts of a workbook, by their paths without a "/" at the beginning. */
export interface WorkbookArchive extends Disposable {
  has(part: string): boolean;
  /** @throws Error where the part is not there or cannot be unpacked */
  open(part: string): Promise<Readable>;
}

export function unreadableWorkbook(path: string, part: string, cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  return badDataset(
    `The workbook cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
    part === '' ? path : `${path}, ${part} in it`,
    'Open it in the program that wrote it and save it anew, or get it again.',
    cause,
  );
}

const head = 4096;

async function headAndName(path: string): Promise<{ readonly bytes: Buffer; readonly isEncrypted: boolean }> {
  await using file = await open(path, 'r');
  const { size } = await file.stat();
  const bytes = Buffer.alloc(Math.min(head, size));
  await readExactly(file, path, bytes, 0);
  if (!isOldOffice(bytes)) return { bytes, isEncrypted: false };
  // The directory of such a file lists its streams by names in UTF-16.
  const all = Buffer.alloc(Math.min(size, 1 << 24));
  await readExactly(file, path, all, 0);
  return { bytes, isEncrypted: all.includes(Buffer.from('EncryptedPackage', 'utf16le')) };
}

/** @throws AppError `badDataset` that says what the file is where it is no workbook that can be read. */
async function requireWorkbook(path: string): Promise<void> {
  const { bytes, isEncrypted } = await headAndName(path);
  if (isZip(bytes)) return;
  if (isEncrypted) {
    throw badDataset(
      'The workbook is protected by a password',
      path,
      'Open it in Excel and save it without a password.',
    );
  }
  if (isOldOffice(bytes)) {
    throw badDataset(
      'The file is an old Excel workbook (.xls)',
      path,
      'Open it in Excel or LibreOffice and save it as .xlsx, or export the sheet as CSV.',
    );
  }
  const foreign = foreignContent(bytes);
  throw badDataset(
    `This is no Excel workbook (.xlsx)${foreign === null ? '' : `: it is ${foreign}`}`,
    path,
    'Choose a file that ends in .xlsx, or another kind of data set for this one.',
  );
}

/** @throws AppError `badDataset` where it is no workbook, an old one, one with a password, or a damaged one. */
export async function openArchive(path: string): Promise<WorkbookArchive> {
  await requireWorkbook(path);
  try {
    const archive = await ZipArchive.open(path);
    const entries = new Map(archive.entries.map((entry) => [entry.fileName, entry]));
    return {
      has: (part) => entries.has(part),
      async open(part) {
        const entry = entries.get(part);
        if (entry === undefined) throw new Error('it is not in the file');
        if (entry.uncompressedSize > mostBytes) throw new Error('it is larger than any workbook');
        return archive.read(entry);
      },
      [Symbol.dispose]: () => archive[Symbol.dispose](),
    };
  } catch (cause) {
    throw unreadableWorkbook(path, '', cause);
  }
}
