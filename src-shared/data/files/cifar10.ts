import { z } from 'zod';
import { commonShape, defineDataset, splitFields } from '../dataset';

export const cifar10 = defineDataset({
  kind: 'cifar10',
  title: 'CIFAR-10',
  group: 'files',
  description:
    '60,000 colour photographs of 32×32 pixels in ten classes, in the binary version of its authors: choose the ' +
    'folder that holds data_batch_1.bin. The test batch stays apart for testing.',
  schema: z.strictObject({ kind: z.literal('cifar10'), path: z.string().min(1), ...commonShape }),
  fields: {
    path: {
      label: 'Folder',
      help: 'Named cifar-10-batches-bin once unpacked; a single batch file works as well.',
      control: 'fileOrFolder',
      extensions: ['bin'],
    },
    ...splitFields,
  },
});
