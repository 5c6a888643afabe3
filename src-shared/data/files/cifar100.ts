import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';

/** Which of an image's two labels is learnt: one of 100 classes, or one of their 20 groups. */
export const cifar100Labels = ['fine', 'coarse'] as const;
export const cifar100Classes = { fine: 100, coarse: 20 } as const;

export const cifar100 = defineDataset({
  kind: 'cifar100',
  title: 'CIFAR-100',
  group: 'files',
  description:
    '60,000 color photographs of 32×32 pixels in a hundred classes, or their twenty groups, in the binary or the Python ' +
    'version of its authors: choose the folder that holds train.bin or train. The test file stays apart for testing.',
  schema: z.strictObject({
    kind: z.literal('cifar100'),
    path: z.string().min(1),
    labels: z.enum(cifar100Labels).default('fine'),
    ...commonShape,
  }),
  fields: {
    path: {
      label: 'Folder',
      help: 'Named cifar-100-binary or cifar-100-python once unpacked; a single file works as well.',
      control: 'fileOrFolder',
      extensions: ['bin'],
    },
    labels: {
      label: 'Labels',
      help: 'fine: 100 classes, such as maple. coarse: 20 groups, such as trees.',
      control: 'choice',
      choices: cifar100Labels,
    },
    ...splitFields,
  },
  facts: () => ({ task: 'classification', inputShape: [32, 32, 3], inputDtype: 'uint8' }),
  code: {
    python: ({ path, labels }) => ({
      imports: ['import pickle', 'from pathlib import Path'],
      body: `root = Path(${pythonText(path)})
if (root / "train.bin").exists():
    records = np.fromfile(root / "train.bin", np.uint8).reshape(-1, 2 + 3072)
    images, labels = records[:, 2:], records[:, ${labels === 'coarse' ? 0 : 1}]
else:
    # Python runs what stands in a pickle: only for files of CIFAR's authors.
    batch = pickle.loads((root / "train").read_bytes(), encoding="bytes")
    images, labels = batch[b"data"], batch[b"${labels}_labels"]
x = images.reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1).astype("float32")
y = np.asarray(labels, "int64")`,
    }),
  },
});
