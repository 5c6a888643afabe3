import { basename } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Breathing } from '../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk, ReadExamples } from '../source';
import { ByteReader } from './byteReader';
import { badDataset, plural, requireFile } from './files';
import { foreignContent } from './foreignContent';

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

/** Rows of pixels without height and width. */
function flatImages(path: string, pixels: number): Error {
  const side = Math.sqrt(pixels);
  const square = Number.isInteger(side) ? `; as squares they would be ${side} × ${side}` : '';
  return badDataset(
    `The images have no height and width: each is a row of ${plural(pixels, 'byte')}${square}`,
    `${path}, byte 3`,
    'Write them with three axes: images, rows, columns.',
  );
}

async function notIdx(reader: ByteReader, role: Role, magic: Uint8Array): Promise<Error> {
  const foreign = foreignContent(Buffer.concat([magic, await reader.take(508)]));
  const found = Buffer.from(magic)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
  return badDataset(
    `This is not an IDX file: ${foreign === null ? `it begins with ${found}` : `it is ${foreign}`}`,
    `${reader.path}, byte 0`,
    `An IDX file of ${role} begins with 00 00 08 ${role === 'images' ? '03' : '01'}; choose another file.`,
  );
}

/** Reads the header: two zero bytes, the type, the number of axes, then each axis as a big-endian u32. */
async function readHeader(reader: ByteReader, role: Role): Promise<readonly number[]> {
  const magic = await reader.take(4);
  const [zero, alsoZero, type = 0, axes = 0] = magic;
  if (magic.length < 4) throw truncated(reader.path, magic.length, 4);
  const typeName = typeNames[type];
  if (zero !== 0 || alsoZero !== 0 || typeName === undefined || axes === 0) {
    throw await notIdx(reader, role, magic);
  }
  if (type !== unsignedBytes) {
    throw badDataset(
      `The IDX file holds ${typeName}`,
      `${reader.path}, byte 2`,
      'Only unsigned bytes can be read.',
    );
  }
  if (role === 'images' ? axes < 2 || axes > 4 : axes !== 1) throw wrongKind(reader.path, role, axes);
  const sizes = await reader.take(4 * axes);
  if (sizes.length < 4 * axes) throw truncated(reader.path, reader.taken, 4 + 4 * axes);
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 * axis));
  if (role === 'images' && axes === 2) throw flatImages(reader.path, shape[1] ?? 0);
  const needed = reader.taken + sizeOf(shape);
  if (needed > reader.capacity) throw truncated(reader.path, reader.capacity, needed);
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

interface Labels {
  /** From 0, in the order of the files. */
  readonly labels: Uint8Array;
  readonly classNames: readonly string[];
  readonly remarks: readonly string[];
}

/** Labels keep their names where they do not begin at 0: EMNIST's letters are 1 to 26. */
function namedLabels(stored: Uint8Array): Labels {
  const smallest = stored.reduce((least, label) => Math.min(least, label), 255);
  const largest = stored.reduce((most, label) => Math.max(most, label), 0);
  const numbers = Array.from({ length: largest - smallest + 1 }, (_, index) => smallest + index);
  const there = new Set(stored);
  const missing = numbers.filter((number) => !there.has(number));
  return {
    labels: stored.map((label) => label - smallest),
    classNames: numbers.map(String),
    remarks: missing.length === 0 ? [] : [`There is no example of the classes ${missing.join(', ')}.`],
  };
}

async function readLabels(path: string): Promise<Labels> {
  using reader = await ByteReader.open(path);
  const [count = 0] = await readHeader(reader, 'labels');
  const headerBytes = reader.taken;
  const labels = await reader.take(count);
  if (labels.length < count) throw truncated(path, headerBytes + labels.length, headerBytes + count);
  await requireEnd(reader);
  const named = namedLabels(labels);
  return { ...named, remarks: [...named.remarks, ...paddingRemarks(reader)] };
}

function paddingRemarks({ path, bytesAfterEnd }: ByteReader): string[] {
  if (bytesAfterEnd === 0) return [];
  return [`${plural(bytesAfterEnd, 'byte')} after the end of ${basename(path)} were ignored.`];
}

/** An image with its rows and columns changed over. */
function transposed(image: Uint8Array, [height = 0, width = 0, channels = 0]: Shape): Uint8Array {
  const turned = new Uint8Array(image.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = channels * (row * width + column);
      turned.set(image.subarray(from, from + channels), channels * (column * height + row));
    }
  }
  return turned;
}

/** Reads the images once, and what stands behind them. */
class ImageReading {
  private padding: readonly string[] = [];

  constructor(
    private readonly spec: IdxSpec,
    private readonly stored: Labels,
    /** As stored. */
    private readonly shape: Shape,
    private readonly signal: AbortSignal | undefined,
  ) {}

  async *chunks(): AsyncGenerator<ExampleChunk> {
    const { labels } = this.stored;
    const imageBytes = sizeOf(this.shape);
    const breathing = new Breathing(this.signal);
    using reader = await ByteReader.open(this.spec.images);
    await readHeader(reader, 'images');
    const headerBytes = reader.taken;
    const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes));
    for (let first = 0; first < labels.length; first += perChunk) {
      const count = Math.min(perChunk, labels.length - first);
      const inputs = await reader.take(count * imageBytes);
      if (inputs.length < count * imageBytes) {
        throw truncated(reader.path, reader.taken, headerBytes + labels.length * imageBytes);
      }
      if (this.spec.transpose) {
        for (let at = 0; at < inputs.length; at += imageBytes) {
          inputs.set(transposed(inputs.subarray(at, at + imageBytes), this.shape), at);
        }
      }
      yield { inputs, targets: labels.subarray(first, first + count) };
      await breathing.pause();
    }
    await requireEnd(reader);
    this.padding = paddingRemarks(reader);
  }

  read(): ReadExamples {
    return {
      examples: this.stored.labels.length,
      own: { validation: 0, test: 0 },
      remarks: [...this.stored.remarks, ...this.padding],
    };
  }
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
    const stored = await readLabels(spec.labels);
    const { labels, classNames } = stored;
    if (labels.length !== examples) {
      throw badDataset(
        `There are ${plural(examples, 'image')} and ${plural(labels.length, 'label')}`,
        `${spec.images} and ${spec.labels}`,
        'Choose the two files that belong together, such as the train- or the t10k- pair of MNIST.',
      );
    }
    const shape = [height, width, channels];
    if (examples === 0 || sizeOf(shape) === 0) {
      throw badDataset('The IDX file holds no images', spec.images, 'Choose another file.');
    }
    const reading = new ImageReading(spec, stored, shape, signal);
    return {
      content: {
        name: basename(spec.images),
        task: 'classification',
        examples,
        inputShape: spec.transpose ? [width, height, channels] : shape,
        inputDtype: 'uint8',
        featureNames: [],
        targetName: 'label',
        classNames: [...classNames],
      },
      chunks: () => reading.chunks(),
      read: () => reading.read(),
    };
  },
};
