import { open, type FileHandle } from 'node:fs/promises';
import { maskedCrc32c } from './crc32c';

/** Bytes before a record's content: its length, and the check of that. */
const headBytes = 12;
const tailBytes = 4;

/** Longer ones hold pictures or graphs, not figures: they are checked for their place and passed over. */
const longestRead = 64 * 1024 * 1024;

/** A record, or what is wrong in its place. */
export type RecordReading =
  | { readonly kind: 'record'; readonly content: Uint8Array }
  | { readonly kind: 'tooLong'; readonly at: number; readonly bytes: number }
  /** The content is not what was written; the records behind it can be read. */
  | { readonly kind: 'damaged'; readonly at: number; readonly bytes: number }
  /** Nothing from here on can be read. */
  | { readonly kind: 'lost'; readonly at: number; readonly bytes: number; readonly isCut: boolean };

/**
 * The records of a file of TensorFlow's (TFRecord): a length as uint64, its masked CRC-32C, the content, its masked
 * CRC-32C, little-endian (https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details").
 * @throws the file system's error
 */
export async function* readRecords(path: string): AsyncGenerator<RecordReading> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const window = new Window(file, size);
    for (let at = 0; at < size;) {
      const head = await window.bytes(at, headBytes);
      const length = head === null ? null : lengthIn(head);
      if (length === null) {
        yield { kind: 'lost', at, bytes: size - at, isCut: head === null };
        return;
      }
      const next = at + headBytes + length + tailBytes;
      if (next > size) {
        yield { kind: 'lost', at, bytes: size - at, isCut: true };
        return;
      }
      if (length > longestRead) yield { kind: 'tooLong', at, bytes: length };
      else yield await contentOf(window, at, length, size);
      at = next;
    }
  } finally {
    await file.close();
  }
}

/** Null where the length is not what was written. */
function lengthIn(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, headBytes);
  if (view.getUint32(8, true) !== maskedCrc32c(head.subarray(0, 8))) return null;
  return Number(view.getBigUint64(0, true));
}

async function contentOf(window: Window, at: number, length: number, size: number): Promise<RecordReading> {
  const bytes = await window.bytes(at + headBytes, length + tailBytes);
  if (bytes === null) return { kind: 'lost', at, bytes: size - at, isCut: true };
  const content = bytes.subarray(0, length);
  const expected = new DataView(bytes.buffer, bytes.byteOffset + length, tailBytes).getUint32(0, true);
  if (expected !== maskedCrc32c(content)) return { kind: 'damaged', at, bytes: length };
  return { kind: 'record', content };
}

/** A stretch of a file in memory, so that small records cost no call to the system each. */
class Window {
  private held: Uint8Array = new Uint8Array(0);
  private start = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly size: number,
  ) {}

  /** Null where the file ends before. */
  async bytes(from: number, count: number): Promise<Uint8Array | null> {
    if (from + count > this.size) return null;
    if (from < this.start || from + count > this.start + this.held.length) {
      const wanted = Math.min(Math.max(count, 1024 * 1024), this.size - from);
      const buffer = new Uint8Array(wanted);
      const { bytesRead } = await this.file.read(buffer, 0, wanted, from);
      this.held = buffer.subarray(0, bytesRead);
      this.start = from;
      if (bytesRead < count) return null;
    }
    return this.held.subarray(from - this.start, from - this.start + count);
  }
}

/** A record as {@link readRecords} reads it. */
export function encodeRecord(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headBytes + content.length + tailBytes);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(content.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(content, headBytes);
  view.setUint32(headBytes + content.length, maskedCrc32c(content), true);
  return bytes;
}
