import { readFileSync } from 'node:fs';

/** What a write-ahead log comes to when SQLite reads it: https://sqlite.org/fileformat.html, "The Write-Ahead Log". */
export type JournalState =
  /** None, or an empty one. */
  | 'none'
  /** Everything that was committed in it is read. */
  | 'whole'
  /** SQLite would read none of it, or would stop before commits that are in it. */
  | 'damaged';

const headerBytes = 32;
const frameHeaderBytes = 24;

/** Looks at the journal beside a database; changes nothing. */
export function lookAtJournal(databasePath: string): JournalState {
  const bytes = readJournal(`${databasePath}-wal`);
  if (bytes === null || bytes.byteLength === 0) return 'none';
  // What was torn within its header had no commits yet.
  if (bytes.byteLength <= headerBytes) return 'none';
  const magic = bytes.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return 'damaged';
  const isBigEndian = magic === 0x377f0683;
  const sum = checksum(bytes, 0, 24, [0, 0], isBigEndian);
  if (sum[0] !== bytes.readUInt32BE(24) || sum[1] !== bytes.readUInt32BE(28)) return 'damaged';
  return losesCommits(bytes, sum, isBigEndian) ? 'damaged' : 'whole';
}

type Sum = readonly [number, number];

/**
 * Whether a commit stands behind the first frame that is not right. Frames of a transaction that was rolled back or torn
 * by the end of its process stand there too, but none of them commits.
 */
function losesCommits(bytes: Buffer, headerSum: Sum, isBigEndian: boolean): boolean {
  const pageBytes = bytes.readUInt32BE(8);
  const frameBytes = frameHeaderBytes + pageBytes;
  let before = headerSum;
  let isBroken = false;
  for (let at = headerBytes; at + frameBytes <= bytes.byteLength; at += frameBytes) {
    // Frames from before the log was begun anew have other salts.
    const isOfLog = bytes.compare(bytes, 16, 24, at + 8, at + 16) === 0;
    const stored: Sum = [bytes.readUInt32BE(at + 16), bytes.readUInt32BE(at + 20)];
    const head = checksum(bytes, at, 8, before, isBigEndian);
    const right = checksum(bytes, at + frameHeaderBytes, pageBytes, head, isBigEndian);
    const isRight = isOfLog && right[0] === stored[0] && right[1] === stored[1];
    if (!isRight) isBroken = true;
    else if (isBroken && bytes.readUInt32BE(at + 4) !== 0) return true;
    before = stored;
  }
  return false;
}

/** The log's own checksum over words of four bytes, two at a time. */
function checksum(
  bytes: Buffer,
  from: number,
  length: number,
  [first, second]: Sum,
  isBigEndian: boolean,
): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, length);
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= length; at += 8) {
    a = (a + view.getUint32(at, !isBigEndian) + b) >>> 0;
    b = (b + view.getUint32(at + 4, !isBigEndian) + a) >>> 0;
  }
  return [a, b];
}

function readJournal(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}
