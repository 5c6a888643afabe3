import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FileSpec } from '@shared/data/catalogue';
import { sizeOf } from '@shared/ops/shape';
import { Breathing } from '../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../source';
import { badDataset, plural, requireFile } from './files';

type IdxSpec = Extract<FileSpec, { kind: 'idx' }>;
type Role = 'images' | 'labels';

const typeNames: Readonly<Record<number, string>> = {
  0x08: 'unsigned bytes',
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
};
const unsignedBytes = 0x08;
const chunkBytes = 1 << 20;
/** Deflate cannot pack more tightly (zlib's technical details: 1030:1). */
const largestDeflateRatio = 1032;

async function isGzipped(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(new Uint8Array(2), 0, 2, 0);
  return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
}

/** Bytes of a file as they are wanted, unpacked on the way where it is packed. */
class ByteReader {
  private pending: Uint8Array = new Uint8Array(0);
  private constructor(
    readonly path: string,
    private readonly chunks: AsyncIterator<Uint8Array>,
    private readonly close: () => void,
    /** Bytes it can hold at most, unpacked. */
    private readonly capacity: number,
  ) {}

  /** How many bytes have been taken out so far. */
  taken = 0;

  static async open(path: string): Promise<ByteReader> {
    const file = createReadStream(path, { highWaterMark: chunkBytes });
    const packed = await isGzipped(path);
    const stream = packed ? pipeline(file, createGunzip({ chunkSize: chunkBytes }), () => undefined) : file;
    const close = (): void => {
      file.destroy();
      stream.destroy();
    };
    const { size } = await stat(path);
    const capacity = packed ? largestDeflateRatio * size : size;
    return new ByteReader(path, stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>, close, capacity);
  }

  /** @throws AppError where the file is too short for what its header announces, before anything is set aside for it. */
  requireRoomFor(needed: number): void {
    if (needed > this.capacity) throw truncated(this.path, this.capacity, needed);
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
      throw badDataset(
        `The packed file is damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
        this.path,
        'Get the file again.',
        cause,
      );
    }
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function truncated(path: string, there: number, needed: number): Error {
  return badDataset(
    `The IDX file is cut off: ${plural(there, 'byte')} are there and ${plural(needed, 'byte')} are needed`,
    `${path}, byte ${there}`,
    'Get the file again; the download was probably interrupted.',
  );
}

function wrongKind(path: string, role: Role, axes: number): Error {
  const swapped = role === 'images' ? axes === 1 : axes >= 3;
  return badDataset(
    `The ${role} file has ${plural(axes, 'axis').replace('axiss', 'axes')}, and ${role} have ${role === 'images' ? 'three' : 'one'}`,
    path,
    swapped ? 'Are the files of images and labels swapped?' : `Choose the file of ${role}.`,
  );
}

/** Reads the header: two zero bytes, the type, the number of axes, then each axis as a big-endian u32. */
async function readHeader(reader: ByteReader, role: Role): Promise<readonly number[]> {
  const magic = await reader.take(4);
  const [zero, alsoZero, type = 0, axes = 0] = magic;
  if (magic.length < 4) throw truncated(reader.path, magic.length, 4);
  const typeName = typeNames[type];
  if (zero !== 0 || alsoZero !== 0 || typeName === undefined || axes === 0) {
    const found = Buffer.from(magic)
      .toString('hex')
      .replace(/..(?=.)/g, '$& ');
    throw badDataset(
      `This is not an IDX file: it begins with ${found}`,
      `${reader.path}, byte 0`,
      `An IDX file of ${role} begins with 00 00 08 ${role === 'images' ? '03' : '01'}; choose another file.`,
    );
  }
  if (type !== unsignedBytes) {
    throw badDataset(
      `The IDX file holds ${typeName}`,
      `${reader.path}, byte 2`,
      'Only unsigned bytes can be read.',
    );
  }
  if (role === 'images' ? axes !== 3 && axes !== 4 : axes !== 1) throw wrongKind(reader.path, role, axes);
  const sizes = await reader.take(4 * axes);
  if (sizes.length < 4 * axes) throw truncated(reader.path, reader.taken, 4 + 4 * axes);
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 * axis));
  reader.requireRoomFor(reader.taken + sizeOf(shape));
  return shape;
}

async function requireEnd(reader: ByteReader): Promise<void> {
  const [extra] = await reader.take(1);
  if (extra === undefined) return;
  throw badDataset(
    'The IDX file goes on after the last example its header announces',
    `${reader.path}, byte ${reader.taken - 1}`,
    'Get the file again; its header and its content do not belong together.',
  );
}

async function readLabels(path: string): Promise<Uint8Array> {
  using reader = await ByteReader.open(path);
  const [count = 0] = await readHeader(reader, 'labels');
  const headerBytes = reader.taken;
  const labels = await reader.take(count);
  if (labels.length < count) throw truncated(path, headerBytes + labels.length, headerBytes + count);
  await requireEnd(reader);
  return labels;
}

async function* readImages(
  path: string,
  labels: Uint8Array,
  imageBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  using reader = await ByteReader.open(path);
  await readHeader(reader, 'images');
  const headerBytes = reader.taken;
  const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes));
  for (let first = 0; first < labels.length; first += perChunk) {
    const count = Math.min(perChunk, labels.length - first);
    const inputs = await reader.take(count * imageBytes);
    if (inputs.length < count * imageBytes) {
      throw truncated(path, reader.taken, headerBytes + labels.length * imageBytes);
    }
    yield { inputs, targets: labels.subarray(first, first + count) };
    await breathing.pause();
  }
  await requireEnd(reader);
}

/** The two files of MNIST and its kin, packed with gzip or not. */
export const idxReader: DatasetReader<IdxSpec> = {
  async files({ images, labels }) {
    await requireFile(images, 'file of images');
    await requireFile(labels, 'file of labels');
    return [images, labels];
  },

  async open(spec, _files, signal): Promise<DatasetSource> {
    using reader = await ByteReader.open(spec.images);
    const [examples = 0, height = 0, width = 0, channels = 1] = await readHeader(reader, 'images');
    const labels = await readLabels(spec.labels);
    if (labels.length !== examples) {
      throw badDataset(
        `There are ${plural(examples, 'image')} and ${plural(labels.length, 'label')}`,
        `${spec.images} and ${spec.labels}`,
        'Choose the two files that belong together, such as the train- or the t10k- pair of MNIST.',
      );
    }
    const inputShape = [height, width, channels];
    if (examples === 0 || sizeOf(inputShape) === 0) {
      throw badDataset('The IDX file holds no images', spec.images, 'Choose another file.');
    }
    const classes = labels.reduce((largest, label) => Math.max(largest, label), 0) + 1;
    return {
      content: {
        name: basename(spec.images),
        task: 'classification',
        examples,
        inputShape,
        inputDtype: 'uint8',
        featureNames: [],
        targetName: 'label',
        classNames: Array.from({ length: classes }, (_, label) => String(label)),
      },
      chunks: () => readImages(spec.images, labels, sizeOf(inputShape), signal),
    };
  },
};
