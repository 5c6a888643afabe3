import { basename } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { sizeOf, type Shape } from '@shared/ops/shape';
import { Breathing } from '../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk, ReadExamples } from '../source';
import { ByteReader } from './byteReader';
import { requireChannelsLast } from './channels';
import { badDataset, plural, requireFile } from './files';
import { foreignContent } from './foreignContent';
import { arePixels, elementsOf, type IdxElements, valuesOf } from './idxElements';
import { type Labels, namedLabels } from './idxLabels';
import { fashionMnist, knownFiles, mnist } from './knownSets';

type IdxSpec = Extract<FileSpec, { kind: 'idx' }>;
type Role = 'images' | 'labels';

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
    swapped
      ? 'Are the files of images and labels swapped?'
      : role === 'labels'
        ? 'Write one label an image: of QMNIST’s rows the first number, of one-hot rows the place of the 1.'
        : 'Choose the file of images.',
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
    `An IDX file of ${role} begins with 00 00 08 ${role === 'images' ? '03' : '01'}, or with another of its types in place of 08; choose another file.`,
  );
}

interface Header {
  readonly shape: readonly number[];
  readonly elements: IdxElements;
}

/** Reads the header: two zero bytes, the type, the number of axes, then each axis as a big-endian u32. */
async function readHeader(reader: ByteReader, role: Role): Promise<Header> {
  const magic = await reader.take(4);
  const [zero, alsoZero, type = 0, axes = 0] = magic;
  if (magic.length < 4) throw truncated(reader.path, magic.length, 4);
  const elements = elementsOf(type);
  if (zero !== 0 || alsoZero !== 0 || elements === undefined || axes === 0) {
    throw await notIdx(reader, role, magic);
  }
  if (role === 'images' ? axes < 2 || axes > 4 : axes !== 1) throw wrongKind(reader.path, role, axes);
  const sizes = await reader.take(4 * axes);
  if (sizes.length < 4 * axes) throw truncated(reader.path, reader.taken, 4 + 4 * axes);
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 * axis));
  if (role === 'images' && axes === 2) throw flatImages(reader.path, shape[1] ?? 0);
  const needed = reader.taken + sizeOf(shape) * elements.bytes;
  if (needed > reader.capacity) requireHighestFirst(reader, view, axes, elements);
  if (needed > reader.capacity) throw truncated(reader.path, reader.capacity, needed);
  return { shape, elements };
}

/** @throws AppError `badDataset` where the sizes fit the file once their bytes are turned around */
function requireHighestFirst(
  reader: ByteReader,
  sizes: DataView,
  axes: number,
  { bytes }: IdxElements,
): void {
  const turned = Array.from({ length: axes }, (_, axis) => sizes.getUint32(4 * axis, true));
  if (reader.taken + sizeOf(turned) * bytes > reader.capacity) return;
  throw badDataset(
    `The sizes in the header have their lowest byte first: ${turned.join(' × ')}`,
    `${reader.path}, byte 4`,
    'Write the header with the highest byte first, as the format has it (in Python: struct.pack(">I", n)), and numbers of several bytes too.',
  );
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

async function readLabels(path: string): Promise<Labels> {
  using reader = await ByteReader.open(path);
  const {
    shape: [count = 0],
    elements,
  } = await readHeader(reader, 'labels');
  const headerBytes = reader.taken;
  const bytes = await reader.take(count * elements.bytes);
  if (bytes.length < count * elements.bytes) {
    throw truncated(path, headerBytes + bytes.length, headerBytes + count * elements.bytes);
  }
  await requireEnd(reader);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stored = Float64Array.from({ length: count }, (_, index) =>
    elements.read(view, index * elements.bytes),
  );
  const named = namedLabels(stored, path);
  return { ...named, remarks: [...named.remarks, ...paddingRemarks(reader)] };
}

function paddingRemarks({ path, bytesAfterEnd }: ByteReader): string[] {
  if (bytesAfterEnd === 0) return [];
  return [`${plural(bytesAfterEnd, 'byte')} after the end of ${basename(path)} were ignored.`];
}

/** Changes over the rows and columns of an image. */
function turn<Values extends Uint8Array | Float32Array>(
  image: Values,
  [height = 0, width = 0, channels = 0]: Shape,
): void {
  const stored = image.slice();
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = channels * (row * width + column);
      image.set(stored.subarray(from, from + channels), channels * (column * height + row));
    }
  }
}

/** Reads the images once, and what stands behind them. */
class ImageReading {
  private padding: readonly string[] = [];

  constructor(
    private readonly spec: IdxSpec,
    private readonly stored: Labels,
    /** As stored. */
    private readonly shape: Shape,
    private readonly known: readonly string[],
    private readonly signal: AbortSignal | undefined,
  ) {}

  async *chunks(): AsyncGenerator<ExampleChunk> {
    const { labels } = this.stored;
    const size = sizeOf(this.shape);
    const breathing = new Breathing(this.signal);
    using reader = await ByteReader.open(this.spec.images);
    const { elements } = await readHeader(reader, 'images');
    const headerBytes = reader.taken;
    const imageBytes = size * elements.bytes;
    const perChunk = Math.max(1, Math.floor(chunkBytes / imageBytes));
    for (let first = 0; first < labels.length; first += perChunk) {
      const count = Math.min(perChunk, labels.length - first);
      const at = reader.taken;
      const bytes = await reader.take(count * imageBytes);
      if (bytes.length < count * imageBytes) {
        throw truncated(reader.path, reader.taken, headerBytes + labels.length * imageBytes);
      }
      const inputs = valuesOf(bytes, elements, reader.path, at);
      if (this.spec.transpose) {
        for (let image = 0; image < count; image++) {
          turn(inputs.subarray(image * size, (image + 1) * size), this.shape);
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
      remarks: [...this.known, ...this.stored.remarks, ...this.padding],
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
    const {
      shape: [examples = 0, height = 0, width = 0, channels = 1],
      elements,
    } = await readHeader(reader, 'images');
    const stored = await readLabels(spec.labels);
    const { labels, classNames } = stored;
    if (labels.length !== examples) {
      throw badDataset(
        `There are ${plural(examples, 'image')} and ${plural(labels.length, 'label')}`,
        `${spec.images} and ${spec.labels}`,
        'Choose the two files that belong together, such as the train- or the t10k- pair of MNIST.',
      );
    }
    const known = await knownFiles([spec.images, spec.labels], [mnist, fashionMnist]);
    const shape = [height, width, channels];
    requireChannelsLast(shape, spec.images, 'Write the axes as images, rows, columns, channels.');
    if (examples === 0 || sizeOf(shape) === 0) {
      throw badDataset('The IDX file holds no images', spec.images, 'Choose another file.');
    }
    const reading = new ImageReading(spec, stored, shape, known.remarks, signal);
    return {
      content: {
        name: basename(spec.images),
        task: 'classification',
        examples,
        inputShape: spec.transpose ? [width, height, channels] : shape,
        inputDtype: arePixels(elements) ? 'uint8' : 'float32',
        featureNames: [],
        targetName: 'label',
        classNames: [...(known.set?.classNames ?? classNames)],
      },
      chunks: () => reading.chunks(),
      read: () => reading.read(),
    };
  },
};
