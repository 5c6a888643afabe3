import { open, readFile } from 'node:fs/promises';
import { Breathing } from '../../breathing';
import type { ExampleChunk } from '../../source';
import { badDataset, plural, requireFile } from '../files';
import { isPickle, readPickle } from '../pickle/pickle';
import { isArray, type Pickled, type PickledArray, textOf } from '../pickle/values';
import { type CifarForm, imageBytes, planesToPixels } from './records';

/** A batch has some 150 MB at the most (CIFAR-100's training images). */
const mostBytes = 1 << 29;
const imagesPerChunk = 256;

/** Whether a batch is of the Python version, by its first bytes: those of the binary version are a label. */
export async function isPythonBatch(path: string): Promise<boolean> {
  await using file = await open(path, 'r');
  const { buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
  return isPickle(buffer);
}

/** A dictionary that was pickled, by its keys. @throws AppError `badDataset` where the file holds anything else, or code */
export async function readDictionary(path: string, what: string): Promise<Map<string, Pickled>> {
  const { size } = await requireFile(path, what);
  try {
    if (size > mostBytes) throw new Error(`it has ${plural(size, 'byte')}, more than any batch`);
    const value = readPickle(await readFile(path));
    if (value instanceof Map) return value;
    throw new Error('it holds no dictionary');
  } catch (cause) {
    throw badDataset(
      `The ${what} cannot be read from its pickle: ${cause instanceof Error ? cause.message : String(cause)}`,
      path,
      'Only plain data and arrays of NumPy are read from pickles, and nothing in them is run. Get the file from its authors again.',
      cause,
    );
  }
}

interface PythonBatch {
  readonly images: Uint8Array;
  readonly labels: ArrayLike<number>;
}

/** Whole numbers of a list or of an array. */
function numbersOf(value: Pickled | undefined): number[] | null {
  if (Array.isArray(value))
    return value.every((label) => typeof label === 'number') ? (value as number[]) : null;
  if (!isArray(value)) return null;
  const { bytes, type, isLittle } = value;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = Number(type.slice(1));
  if (!/^[iu][1248]$/.test(type) || bytes.length % size !== 0) return null;
  const read = {
    1: (at: number) => view.getUint8(at),
    2: (at: number) => view.getInt16(at, isLittle),
    4: (at: number) => view.getInt32(at, isLittle),
    8: (at: number) => Number(view.getBigInt64(at, isLittle)),
  }[size as 1 | 2 | 4 | 8];
  return Array.from({ length: bytes.length / size }, (_, index) => read(index * size));
}

/** Image after image, in whichever order the array has been stored. */
function imagesOf({ bytes, shape, isFortran }: PickledArray): Uint8Array {
  if (!isFortran) return bytes;
  const [count = 0, size = 0] = shape;
  const images = new Uint8Array(bytes.length);
  for (let image = 0; image < count; image++) {
    for (let at = 0; at < size; at++) images[image * size + at] = bytes[at * count + image] ?? 0;
  }
  return images;
}

async function readBatch(path: string, form: CifarForm): Promise<PythonBatch> {
  const found = await readDictionary(path, `${form.title} batch`);
  const wrong = (message: string) => badDataset(message, path, form.remedy);
  const data = found.get('data');
  const labels = numbersOf(found.get(form.pythonLabels));
  if (!isArray(data) || labels === null) {
    const keys = [...found.keys()].map((key) => `“${key}”`).join(', ');
    throw wrong(
      `The pickle holds no ${form.title} batch: “data” and “${form.pythonLabels}” are needed, and ${keys === '' ? 'nothing' : keys} there`,
    );
  }
  const [count = 0, size = 0] = data.shape;
  if (
    data.type !== 'u1' ||
    data.shape.length !== 2 ||
    size !== imageBytes ||
    data.bytes.length !== count * size
  ) {
    throw wrong(
      `The images are an array of ${data.type} of the shape ${data.shape.join(' × ')}, and bytes of images × 3072 are needed`,
    );
  }
  if (labels.length !== count)
    throw wrong(`There are ${plural(count, 'image')} and ${plural(labels.length, 'label')}`);
  const other = labels.findIndex((label) => !(label >= 0 && label < form.classes));
  if (other >= 0) {
    throw badDataset(
      `An image has the label ${labels[other] ?? ''}; ${form.title} has the classes 0 to ${form.classes - 1}`,
      `${path}, image ${other + 1}`,
      form.remedy,
    );
  }
  return { images: imagesOf(data), labels };
}

export const countPythonImages = async (path: string, form: CifarForm): Promise<number> =>
  (await readBatch(path, form)).labels.length;

/** The images of one batch, a bounded number at a time. */
export async function* readPythonBatch(
  path: string,
  form: CifarForm,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const { images, labels } = await readBatch(path, form);
  const breathing = new Breathing(signal);
  for (let first = 0; first < labels.length; first += imagesPerChunk) {
    const count = Math.min(imagesPerChunk, labels.length - first);
    const inputs = new Uint8Array(count * imageBytes);
    for (let index = 0; index < count; index++) {
      planesToPixels(images.subarray((first + index) * imageBytes), inputs, index * imageBytes);
    }
    yield { inputs, targets: Array.from({ length: count }, (_, index) => labels[first + index] ?? 0) };
    await breathing.pause();
  }
}

/** Names of classes from the file beside the batches; null where it is not there or has another number of them. */
export async function pythonClassNames(path: string, key: string, classes: number): Promise<string[] | null> {
  const found = await readDictionary(path, 'file of class names').catch(() => null);
  const names = found?.get(key);
  if (!Array.isArray(names) || names.length !== classes) return null;
  return names.map((name) => textOf(name) ?? '');
}
