import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { TableEncoding } from '@shared/data/tables/reading';
import { badDataset } from '../../readers/files';
import { byteOrderMark, type Transcoder, transcoderFrom, unfinishedBytes, utf8Length } from './encodings';

/** A table's text in UTF-8, a part at a time. */
export interface ByteSource extends AsyncDisposable {
  /** Puts the next bytes behind those that are in the buffer already. @returns how many; 0 at the end. */
  read(into: Buffer, from: number): Promise<number>;
}

/** Bytes that are no UTF-8, in a file that was taken for it. */
export class NotUtf8Error extends Error {
  constructor(
    readonly path: string,
    /** In the file, of the first of them. */
    readonly offset: number,
  ) {
    super('not UTF-8');
  }
}

class Utf8File implements ByteSource {
  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private position: number,
  ) {}

  async read(into: Buffer, from: number): Promise<number> {
    const { bytesRead } = await this.file.read(into, from, into.length - from, this.position);
    this.check(into.subarray(from, from + bytesRead));
    this.position += bytesRead;
    return bytesRead;
  }

  /** Characters are not cut: what is left of the last part is looked at together with the next. */
  private rest = Buffer.alloc(0);

  private check(bytes: Buffer): void {
    const text = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    const open = bytes.length === 0 ? 0 : unfinishedBytes(text);
    if (!isUtf8(text.subarray(0, text.length - open))) {
      throw new NotUtf8Error(this.path, this.position - this.rest.length + utf8Length(text));
    }
    this.rest = Buffer.from(text.subarray(text.length - open));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.file.close();
  }
}

const rawBytes = 1 << 18;

class TranscodedFile implements ByteSource {
  private readonly raw = Buffer.allocUnsafe(rawBytes);
  private waiting: Buffer = Buffer.alloc(0);
  private isAtEnd = false;

  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
    private position: number,
    private readonly encoding: TableEncoding,
    private readonly transcoder: Transcoder,
  ) {}

  async read(into: Buffer, from: number): Promise<number> {
    while (this.waiting.length === 0 && !this.isAtEnd) await this.readMore();
    const count = this.waiting.copy(into, from);
    this.waiting = this.waiting.subarray(count);
    return count;
  }

  private async readMore(): Promise<void> {
    const { bytesRead } = await this.file.read(this.raw, 0, rawBytes, this.position);
    this.isAtEnd = bytesRead === 0;
    try {
      this.waiting = this.transcoder.next(this.raw.subarray(0, bytesRead), this.isAtEnd);
    } catch (cause) {
      throw badDataset(
        `Not all of its bytes are text in the encoding ${this.encoding}`,
        `${this.path}, near byte ${(this.position + 1).toLocaleString('en')}`,
        'Choose another encoding, or save the table as UTF-8 in the program that wrote it.',
        cause,
      );
    }
    this.position += bytesRead;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.file.close();
  }
}

/**
 * The text of a file, without its byte-order mark.
 * @throws NotUtf8Error while reading, where it is to be UTF-8 and is not.
 */
export async function openText(path: string, encoding: TableEncoding): Promise<ByteSource> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0, head.length, 0);
    const mark = byteOrderMark(head);
    const start = mark?.encoding === encoding ? mark.bytes : 0;
    if (encoding === 'utf-8') return new Utf8File(file, path, start);
    return new TranscodedFile(file, path, start, encoding, transcoderFrom(encoding));
  } catch (error) {
    await file.close();
    throw error;
  }
}
