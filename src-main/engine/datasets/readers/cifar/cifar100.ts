import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { cifar100Classes } from '@shared/data/files/cifar100';
import type { DatasetReader, DatasetSource } from '../../source';
import { badDataset, requirePath } from '../files';
import { channels, type CifarForm, countImages, readBatches, side } from './records';

type Cifar100Spec = Extract<FileSpec, { kind: 'cifar100' }>;

const trainingFile = 'train.bin';
const testFile = 'test.bin';
const unpackedFolder = 'cifar-100-binary';

function formOf({ labels }: Cifar100Spec): CifarForm {
  return {
    title: 'CIFAR-100',
    labelBytes: 2,
    labelAt: labels === 'coarse' ? 0 : 1,
    classes: cifar100Classes[labels],
    remedy:
      'Unpack the archive again; train.bin has 153,700,000 bytes. CIFAR-10 is another kind of data set, and the ' +
      'Python version another format.',
  };
}

/** The files of a folder, the test file last where the set's own test is asked for. */
async function filesIn(folder: string, withTest: boolean): Promise<readonly string[]> {
  const names = await readdir(folder);
  if (names.includes(trainingFile)) {
    const test = withTest && names.includes(testFile) ? [testFile] : [];
    return [trainingFile, ...test].map((name) => join(folder, name));
  }
  if (names.includes(unpackedFolder)) return filesIn(join(folder, unpackedFolder), withTest);
  const isPython = names.includes('train') && names.includes('meta');
  throw badDataset(
    isPython
      ? "The folder holds CIFAR-100's Python version, whose files are pickles"
      : `The folder holds no ${trainingFile}`,
    folder,
    `Choose the folder of CIFAR-100's binary version, named ${unpackedFolder} once unpacked.`,
  );
}

/** From the file of names beside the images; numbers where it is not there. */
async function readClassNames(folder: string, labels: Cifar100Spec['labels']): Promise<string[]> {
  const text = await readFile(join(folder, `${labels}_label_names.txt`), 'utf8').catch(() => '');
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const classes = cifar100Classes[labels];
  return names.length === classes ? names : Array.from({ length: classes }, (_, label) => String(label));
}

/** CIFAR-100's binary version: its folder, or one of its files. */
export const cifar100Reader: DatasetReader<Cifar100Spec> = {
  async files(spec) {
    const found = await requirePath(spec.path, 'folder with CIFAR-100');
    return found.isDirectory() ? filesIn(spec.path, spec.testFraction === 0) : [spec.path];
  },

  async open(spec, files, signal): Promise<DatasetSource> {
    const form = formOf(spec);
    const counts = await Promise.all(files.map((path) => countImages(path, form)));
    const [first = ''] = files;
    const test = files.findIndex((path, index) => index > 0 && basename(path) === testFile);
    return {
      content: {
        name: 'CIFAR-100',
        task: 'classification',
        examples: counts.reduce((sum, count) => sum + count, 0),
        inputShape: [side, side, channels],
        inputDtype: 'uint8',
        featureNames: [],
        targetName: 'class',
        classNames: await readClassNames(dirname(first), spec.labels),
      },
      own: { validation: 0, test: counts[test] ?? 0 },
      chunks: () => readBatches(files, form, signal),
    };
  },
};
