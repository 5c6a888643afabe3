import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';

/** As the authors list them, in the order of their numbers. */
export const cifar10ClassNames = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

export const cifar10 = defineDataset({
  kind: 'cifar10',
  title: 'CIFAR-10',
  group: 'files',
  description:
    '60,000 color photographs of 32×32 pixels in ten classes, in the binary or the Python version of its authors: ' +
    'choose the folder that holds data_batch_1.bin or data_batch_1. The test batch stays apart for testing.',
  schema: z.strictObject({ kind: z.literal('cifar10'), path: z.string().min(1), ...commonShape }),
  fields: {
    path: {
      label: 'Folder',
      help: 'Named cifar-10-batches-bin or cifar-10-batches-py once unpacked; a single batch file works as well.',
      control: 'fileOrFolder',
      extensions: ['bin'],
    },
    ...splitFields,
  },
  facts: () => ({
    task: 'classification',
    inputShape: [32, 32, 3],
    inputDtype: 'uint8',
    classNames: [...cifar10ClassNames],
  }),
  code: {
    python: ({ path }) => ({
      imports: ['import pickle', 'from pathlib import Path'],
      body: `def read(file):
    if file.suffix == ".bin":
        records = np.fromfile(file, np.uint8).reshape(-1, 1 + 3072)
        return records[:, 1:], records[:, 0]
    # Python runs what stands in a pickle: only for files of CIFAR's authors.
    batch = pickle.loads(file.read_bytes(), encoding="bytes")
    return batch[b"data"], batch[b"labels"]

images, labels = zip(*map(read, sorted(Path(${pythonText(path)}).glob("data_batch_*"))))
x = np.concatenate(images).reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype("float32")
y = np.concatenate(labels).astype("int64")`,
    }),
  },
});
