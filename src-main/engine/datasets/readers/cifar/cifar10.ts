import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { cifar10ClassNames } from '@shared/data/files/cifar10';
import { naturalOrder } from '@shared/naturalOrder';
import type { DatasetReader, DatasetSource } from '../../source';
import { badDataset, requirePath } from '../files';
import { channels, type CifarForm, countImages, readBatches, side } from './records';

type Cifar10Spec = Extract<FileSpec, { kind: 'cifar10' }>;

const classes = cifar10ClassNames.length;
const form: CifarForm = {
  title: 'CIFAR-10',
  labelBytes: 1,
  labelAt: 0,
  classes,
  remedy:
    'Unpack the archive again; a whole batch has 30,730,000 bytes. CIFAR-100 is another kind of data set, and the ' +
    'Python version another format.',
};

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
  if (names.includes('train.bin') || names.includes('cifar-100-binary')) {
    throw badDataset(
      'The folder holds CIFAR-100, not CIFAR-10',
      folder,
      'Choose the data set CIFAR-100 for it, with its fine or coarse labels.',
    );
  }
  const isPython = names.includes('data_batch_1');
  throw badDataset(
    isPython
      ? "The folder holds CIFAR-10's Python version, whose files are pickles"
      : 'The folder holds no data_batch_1.bin',
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

/** CIFAR-10's binary version: a folder of batches, or one batch. */
export const cifar10Reader: DatasetReader<Cifar10Spec> = {
  async files(spec) {
    const found = await requirePath(spec.path, 'folder with CIFAR-10');
    return found.isDirectory() ? batchesIn(spec.path, spec.testFraction === 0) : [spec.path];
  },

  async open(_spec, files, signal): Promise<DatasetSource> {
    const counts = await Promise.all(files.map((path) => countImages(path, form)));
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
      chunks: () => readBatches(files, form, signal),
    };
  },
};
