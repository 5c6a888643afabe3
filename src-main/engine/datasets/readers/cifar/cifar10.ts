import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { cifar10ClassNames } from '@shared/data/files/cifar10';
import { naturalOrder } from '@shared/naturalOrder';
import type { DatasetReader, DatasetSource } from '../../source';
import { badDataset, requirePath } from '../files';
import { cifar10Python, knownFiles } from '../knownSets';
import { pythonClassNames } from './pythonBatches';
import { archiveIn, channels, type CifarForm, countImages, readBatches, side, unpackRemedy } from './records';

type Cifar10Spec = Extract<FileSpec, { kind: 'cifar10' }>;

const classes = cifar10ClassNames.length;
const form: CifarForm = {
  title: 'CIFAR-10',
  labelBytes: 1,
  labelAt: 0,
  classes,
  pythonLabels: 'labels',
  remedy:
    'Unpack the archive again; a whole batch of the binary version has 30,730,000 bytes. CIFAR-100 is another kind of ' +
    'data set.',
};

const namesFile = 'batches.meta.txt';

/** Both versions of its authors: their unpacked folders, and how their batches are called. */
const versions = [
  { folder: 'cifar-10-batches-bin', ending: '.bin' },
  { folder: 'cifar-10-batches-py', ending: '' },
] as const;

const isTestBatch = (path: string): boolean => /^test_batch(\.bin)?$/.test(basename(path));

/** The batches of a folder, in their order, the test batch last where its own test set is asked for. */
async function batchesIn(folder: string, withTest: boolean): Promise<readonly string[]> {
  const names = await readdir(folder);
  for (const { ending } of versions) {
    const isTraining = (name: string) =>
      /^data_batch_\d+/.exec(name)?.[0] === name.slice(0, name.length - ending.length) &&
      name.endsWith(ending);
    const batches = names.filter(isTraining).sort(naturalOrder);
    if (batches.length === 0) continue;
    const test = withTest ? names.filter((name) => name === `test_batch${ending}`) : [];
    return [...batches, ...test].map((name) => join(folder, name));
  }
  const inside = versions.find((version) => names.includes(version.folder));
  if (inside !== undefined) return batchesIn(join(folder, inside.folder), withTest);
  if (names.includes('train.bin') || names.includes('cifar-100-binary')) {
    throw badDataset(
      'The folder holds CIFAR-100, not CIFAR-10',
      folder,
      'Choose the data set CIFAR-100 for it, with its fine or coarse labels.',
    );
  }
  const packed = archiveIn(names);
  throw badDataset(
    'The folder holds no data_batch_1.bin or data_batch_1',
    folder,
    packed !== undefined
      ? unpackRemedy(packed)
      : `Choose the folder of CIFAR-10, named ${versions.map((version) => version.folder).join(' or ')} once unpacked.`,
  );
}

async function readClassNames(folder: string): Promise<readonly string[]> {
  const text = await readFile(join(folder, namesFile), 'utf8').catch(() => '');
  const names = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (names.length === classes) return names;
  return (await pythonClassNames(join(folder, 'batches.meta'), 'label_names', classes)) ?? cifar10ClassNames;
}

/** CIFAR-10 in its binary or its Python version: a folder of batches, or one batch. */
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
    const { remarks } = await knownFiles(files, [cifar10Python]);
    return {
      remarks,
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
