import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileSpec } from '@shared/data/catalogue';
import { cifar100Classes } from '@shared/data/files/cifar100';
import type { DatasetReader, DatasetSource } from '../../source';
import { badDataset, requirePath } from '../files';
import { pythonClassNames } from './pythonBatches';
import { archiveIn, channels, type CifarForm, countImages, readBatches, side, unpackRemedy } from './records';

type Cifar100Spec = Extract<FileSpec, { kind: 'cifar100' }>;

/** Both versions of its authors: their unpacked folders, and the files in them. */
const versions = [
  { folder: 'cifar-100-binary', training: 'train.bin', test: 'test.bin' },
  { folder: 'cifar-100-python', training: 'train', test: 'test' },
] as const;

function formOf({ labels }: Cifar100Spec): CifarForm {
  return {
    title: 'CIFAR-100',
    labelBytes: 2,
    labelAt: labels === 'coarse' ? 0 : 1,
    classes: cifar100Classes[labels],
    pythonLabels: `${labels}_labels`,
    remedy:
      'Unpack the archive again; train.bin has 153,700,000 bytes. CIFAR-10 is another kind of data set.',
  };
}

/** The files of a folder, the test file last where the set's own test is asked for. */
async function filesIn(folder: string, withTest: boolean): Promise<readonly string[]> {
  const names = await readdir(folder);
  const here = versions.find(({ training }) => names.includes(training));
  if (here !== undefined) {
    const test = withTest && names.includes(here.test) ? [here.test] : [];
    return [here.training, ...test].map((name) => join(folder, name));
  }
  const inside = versions.find((version) => names.includes(version.folder));
  if (inside !== undefined) return filesIn(join(folder, inside.folder), withTest);
  const packed = archiveIn(names);
  throw badDataset(
    'The folder holds no train.bin or train',
    folder,
    packed !== undefined
      ? unpackRemedy(packed)
      : `Choose the folder of CIFAR-100, named ${versions.map((version) => version.folder).join(' or ')} once unpacked.`,
  );
}

/** From the file of names beside the images; numbers where it is not there. */
async function readClassNames(folder: string, labels: Cifar100Spec['labels']): Promise<string[]> {
  const text = await readFile(join(folder, `${labels}_label_names.txt`), 'utf8').catch(() => '');
  const names = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const classes = cifar100Classes[labels];
  if (names.length === classes) return names;
  const pickled = await pythonClassNames(join(folder, 'meta'), `${labels}_label_names`, classes);
  return pickled ?? Array.from({ length: classes }, (_, label) => String(label));
}

/** CIFAR-100 in its binary or its Python version: its folder, or one of its files. */
export const cifar100Reader: DatasetReader<Cifar100Spec> = {
  async files(spec) {
    const found = await requirePath(spec.path, 'folder with CIFAR-100');
    return found.isDirectory() ? filesIn(spec.path, spec.testFraction === 0) : [spec.path];
  },

  async open(spec, files, signal): Promise<DatasetSource> {
    const form = formOf(spec);
    const counts = await Promise.all(files.map((path) => countImages(path, form)));
    const [first = ''] = files;
    const test = files.findIndex(
      (path, index) => index > 0 && versions.some((version) => version.test === basename(path)),
    );
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
