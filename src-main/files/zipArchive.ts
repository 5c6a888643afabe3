import { pipeline, type Readable, Transform } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';

const options = { lazyEntries: true, autoClose: false };

/** Passes bytes on, and fails at their end where their checksum is another than the archive says. */
function checking({ fileName, crc32: expected }: Entry): Transform {
  let checksum = 0;
  return new Transform({
    transform(bytes: Buffer, _, done) {
      checksum = crc32(bytes, checksum);
      done(null, bytes);
    },
    flush(done) {
      done(
        checksum === expected
          ? null
          : new Error(`the checksum of ${fileName} is another than the archive says`),
      );
    },
  });
}

/** Of two entries of one name only one could be had, and which it is differs from program to program. */
function requireOneOfEach(entries: readonly Entry[]): void {
  const names = new Set<string>();
  for (const { fileName } of entries) {
    if (names.has(fileName) && !fileName.endsWith('/')) {
      throw new Error(`two entries in it are called “${fileName}”`);
    }
    names.add(fileName);
  }
}

/** A ZIP archive, with what is in it. Whoever opens it closes it. */
export class ZipArchive implements Disposable {
  private constructor(
    private readonly archive: ZipFile,
    readonly entries: readonly Entry[],
  ) {}

  /** @throws Error, in yauzl's words, where it is no archive, or a damaged one; and where entries share a name */
  static async open(path: string): Promise<ZipArchive> {
    return ZipArchive.listed(await openPromise(path, options));
  }

  /** The same of an archive in memory. */
  static async of(bytes: Buffer): Promise<ZipArchive> {
    return ZipArchive.listed(await fromBufferPromise(bytes, options));
  }

  private static async listed(archive: ZipFile): Promise<ZipArchive> {
    try {
      const entries: Entry[] = [];
      for await (const entry of archive.eachEntry()) entries.push(entry);
      requireOneOfEach(entries);
      return new ZipArchive(archive, entries);
    } catch (error) {
      archive.close();
      throw error;
    }
  }

  /** What an entry holds; yauzl unpacks it and holds its length, and no more, against what the archive says. */
  async read(entry: Entry): Promise<Readable> {
    if (entry.isEncrypted()) throw new Error('it is protected by a password');
    const checked = checking(entry);
    // As of any reader: an error that comes when nobody reads any more would end the process.
    checked.on('error', () => undefined);
    return pipeline(await this.archive.openReadStreamPromise(entry), checked, () => undefined);
  }

  [Symbol.dispose](): void {
    this.archive.close();
  }
}
