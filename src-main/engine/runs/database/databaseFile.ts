import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { AppError } from '@shared/errors';
import { workspaceDamaged } from './databaseErrors';

/** What a database file says of itself, read without SQLite, which even to read would make or merge its journal. */
interface DatabaseHeader {
  /** `user_version`. */
  readonly version: number;
  /** Bytes that the file must have at least: its pages, as far as the header counts them. */
  readonly leastBytes: number;
  readonly bytes: number;
}

/** Milliseconds after which a file that looks cut is looked at again: another process may be writing to it. */
const waits = [20, 100, 400];

/**
 * The version of the database at a path, looked up without SQLite; 0 where there is none.
 * @throws AppError `workspaceDamaged` where the file ends before its pages do: SQLite would open it, write to it, and show
 *   zeros for what is gone
 */
export function versionInFile(path: string): number {
  let header = readHeader(path);
  for (const wait of waits) {
    if (header === null || header.bytes >= header.leastBytes) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait);
    header = readHeader(path);
  }
  if (header === null) return 0;
  if (header.bytes < header.leastBytes) throw cutShort(path, header);
  return header.version;
}

/** Null without a database at the path. Offsets: https://sqlite.org/fileformat.html, "The Database Header". */
function readHeader(path: string): DatabaseHeader | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const header = Buffer.alloc(100);
    if (readSync(file, header, 0, 100, 0) < 100) return null;
    if (header.toString('latin1', 0, 15) !== 'SQLite format 3') return null;
    const pageSize = header.readUInt16BE(16);
    // The count of pages holds only where the version that wrote it was the last to write at all.
    const isCountValid = header.readUInt32BE(24) === header.readUInt32BE(92);
    return {
      version: header.readInt32BE(60),
      leastBytes: isCountValid ? header.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize) : 0,
      bytes: fstatSync(file).size,
    };
  } finally {
    closeSync(file);
  }
}

function cutShort(path: string, { bytes, leastBytes }: DatabaseHeader): AppError {
  return workspaceDamaged(
    `The workspace database is cut short: it has ${bytes} of ${leastBytes} bytes. Nothing in it was changed.`,
    path,
  );
}
