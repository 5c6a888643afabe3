import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import { badDataset } from './files';

const chunkBytes = 1 << 20;
/** Deflate cannot pack more tightly (zlib's technical details: 1030:1). */
const largestDeflateRatio = 1032;

async function isGzipped(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** Bytes of a file as they are wanted, unpacked on the way where it is packed with gzip, in one member or several. */
export class ByteReader {
  private pending: Uint8Array = new Uint8Array(0);
  private readonly chunks: AsyncIterator<Uint8Array>;
  /** How many bytes have been taken out so far. */
  taken = 0;

  private constructor(
    readonly path: string,
    private readonly file: Readable,
    private readonly unpacking: Gunzip | null,
    private readonly fileBytes: number,
  ) {
    this.chunks = (unpacking ?? file)[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  static async open(path: string): Promise<ByteReader> {
    const file = createReadStream(path, { highWaterMark: chunkBytes });
    const packed = await isGzipped(path);
    const unpacking = packed
      ? pipeline(file, createGunzip({ chunkSize: chunkBytes }), () => undefined)
      : null;
    // Whoever reads is told of errors; one that comes when nobody reads any more concerns nobody, and would end the process.
    for (const stream of [file, unpacking]) stream?.on('error', () => undefined);
    return new ByteReader(path, file, unpacking, (await stat(path)).size);
  }

  /** Of a stream that gives `bytes` bytes. */
  static of(path: string, stream: Readable, bytes: number): ByteReader {
    return new ByteReader(path, stream, null, bytes);
  }

  /** Bytes it can hold at most, unpacked. */
  get capacity(): number {
    return this.unpacking === null ? this.fileBytes : largestDeflateRatio * this.fileBytes;
  }

  /** Once all is taken: bytes behind the end of what was packed. zlib passes over them from a zero on. */
  get bytesAfterEnd(): number {
    return this.unpacking === null ? 0 : this.fileBytes - this.unpacking.bytesWritten;
  }

  /** Up to `count` bytes; fewer only at the end of the file. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      if (this.pending.length === 0 && !(await this.refill())) break;
      const part = this.pending.subarray(0, count - filled);
      bytes.set(part, filled);
      this.pending = this.pending.subarray(part.length);
      filled += part.length;
    }
    this.taken += filled;
    return filled === count ? bytes : bytes.subarray(0, filled);
  }

  private async refill(): Promise<boolean> {
    try {
      const next = await this.chunks.next();
      if (next.done === true) return false;
      this.pending = next.value;
      return true;
    } catch (cause) {
      // zlib's word for a packed file that stops in the middle; what was unpacked until then is counted.
      if (cause instanceof Error && 'code' in cause && cause.code === 'Z_BUF_ERROR') return false;
      throw badDataset(damage(cause), this.path, 'Get the file again.', cause);
    }
  }

  [Symbol.dispose](): void {
    this.file.destroy();
    this.unpacking?.destroy();
  }
}

function damage(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  // Its own header was right, or it would not be unpacked: what is wrong is the beginning of another member.
  return message === 'incorrect header check'
    ? 'Bytes that are not packed stand behind the end of the packed file'
    : `The packed file is damaged: ${message}`;
}
