import { open, readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { cifar10ClassNames } from '@shared/data/files/cifar10';
import { naturalOrder } from '@shared/naturalOrder';
import { Breathing } from '../breathing';
import type { DatasetReader, DatasetSource, ExampleChunk } from '../source';
import { badDataset, plural, requireFile, requirePath } from './files';

type Cifar10Spec = Extract<FileSpec, { kind: 'cifar10' }>;

const side = 32;
const channels = 3;
const pixels = side * side;
const imageBytes = pixels * channels;
/** A label, then the red, the green and the blue plane. */
const recordBytes = 1 + imageBytes;
const classes = cifar10ClassNames.length;
const recordsPerChunk = 256;

const testBatch = 'test_batch.bin';
const namesFile = 'batches.meta.txt';
const unpackedFolder = 'cifar-10-batches-bin';

const isTrainingBatch = (name: string): boolean => /^data_batch_\d+\.bin$/.test(name);
const isTestBatch = (path: string): boolean => basename(path) === testBatch;

/** The batches of a folder, in their order, the test batch last where its own test set is asked for. */
async function batchesIn(folder: string, withTest: boolean): Promise<readonly string[]> {
  const names = await readdir(folder);
  const batches = names.filter(isTrainingBatch).sort(naturalOrder);
  if (batches.length > 0) {
    const test = withTest && names.includes(testBatch) ? [testBatch] : [];
    return [...batches, ...test].map((name) => join(folder, name));
  }
  if (names.includes(unpackedFolder)) return batchesIn(join(folder, unpackedFolder), withTest);
  throw badDataset(
    'The folder holds no data_batch_1.bin',
    folder,
    `Choose the folder of CIFAR-10's binary version, named ${unpackedFolder} once unpacked.`,
  );
}

async function readClassNames(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, namesFile), 'utf8').catch(() => '');
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names.length === classes ? names : cifar10ClassNames;
}

async function countImages(path: string): Promise<number> {
  const { size } = await requireFile(path, 'CIFAR-10 batch');
  if (size % recordBytes !== 0) {
    throw badDataset(
      `The CIFAR-10 batch has ${plural(size, 'byte')}, which is ${plural(Math.floor(size / recordBytes), 'image')} of ` +
        `3,073 bytes and ${plural(size % recordBytes, 'byte')} more`,
      path,
      'Unpack the archive again; a whole batch has 30,730,000 bytes. CIFAR-100 and the Python version are other formats.',
    );
  }
  return size / recordBytes;
}

/** From planes to pixels: red, green, blue of each, row by row. */
function interleave(record: Uint8Array, inputs: Uint8Array, offset: number): void {
  for (let channel = 0; channel < channels; channel++) {
    const plane = 1 + channel * pixels;
    for (let pixel = 0; pixel < pixels; pixel++) {
      inputs[offset + pixel * channels + channel] = record[plane + pixel] ?? 0;
    }
  }
}

function convert(path: string, records: Uint8Array, firstByte: number): ExampleChunk {
  const count = records.length / recordBytes;
  const inputs = new Uint8Array(count * imageBytes);
  const targets = new Int32Array(count);
  for (let index = 0; index < count; index++) {
    const record = records.subarray(index * recordBytes, (index + 1) * recordBytes);
    const label = record[0] ?? 0;
    if (label >= classes) {
      throw badDataset(
        `An image has the label ${label}; CIFAR-10 has the classes 0 to 9`,
        `${path}, byte ${firstByte + index * recordBytes}`,
        'Check that this is the binary version of CIFAR-10 (not CIFAR-100), and get the file again.',
      );
    }
    targets[index] = label;
    interleave(record, inputs, index * imageBytes);
  }
  return { inputs, targets };
}

async function* readBatches(
  files: readonly string[],
  signal: AbortSignal | undefined,
): AsyncGenerator<ExampleChunk> {
  const breathing = new Breathing(signal);
  const buffer = new Uint8Array(recordsPerChunk * recordBytes);
  for (const path of files) {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    for (let position = 0; position < size;) {
      const wanted = Math.min(buffer.length, size - position);
      const { bytesRead } = await file.read(buffer, 0, wanted, position);
      if (bytesRead !== wanted) {
        throw badDataset(
          'The file became shorter while it was read',
          `${path}, byte ${position}`,
          'Try again.',
        );
      }
      yield convert(path, buffer.subarray(0, bytesRead), position);
      position += bytesRead;
      await breathing.pause();
    }
  }
}

/** CIFAR-10's binary version: a folder of batches, or one batch. */
export const cifar10Reader: DatasetReader<Cifar10Spec> = {
  async files(spec) {
    const found = await requirePath(spec.path, 'folder with CIFAR-10');
    return found.isDirectory() ? batchesIn(spec.path, spec.testFraction === 0) : [spec.path];
  },

  async open(_spec, files, signal): Promise<DatasetSource> {
    const counts = await Promise.all(files.map(countImages));
    const total = (wanted: (path: string) => boolean): number =>
      files.reduce((sum, path, index) => sum + (wanted(path) ? (counts[index] ?? 0) : 0), 0);
    const [first = ''] = files;
    return {
      content: {
        name: 'CIFAR-10',
        task: 'classification',
        examples: total(() => true),
        inputShape: [side, side, channels],
        inputDtype: 'uint8',
        featureNames: [],
        targetName: 'class',
        classNames: [...(await readClassNames(dirname(first)))],
      },
      own: { validation: 0, test: files.length > 1 ? total(isTestBatch) : 0 },
      chunks: () => readBatches(files, signal),
    };
  },
};
