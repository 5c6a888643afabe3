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
      imports: ['from pathlib import Path'],
      body: `records = np.concatenate(
    [np.fromfile(file, np.uint8) for file in sorted(Path(${pythonText(path)}).glob("data_batch_*.bin"))]
).reshape(-1, 1 + 3072)
x = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype("float32")
y = records[:, 0].astype("int64")`,
    }),
  },
});
