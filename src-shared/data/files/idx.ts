import { z } from 'zod';
import { commonShape, defineDataset, scalings, splitFields } from '../dataset';

const extensions = ['idx', 'ubyte', 'gz', 'idx1-ubyte', 'idx3-ubyte'];

export const idx = defineDataset({
  kind: 'idx',
  title: 'MNIST files (IDX)',
  group: 'files',
  description:
    'Grey images and their labels in the two files that MNIST, Fashion-MNIST and their kin come in, packed with ' +
    'gzip or not.',
  schema: z.strictObject({
    kind: z.literal('idx'),
    images: z.string().min(1),
    labels: z.string().min(1),
    ...commonShape,
    scaling: z.enum(scalings).default('unit'),
  }),
  fields: {
    images: { label: 'Images', help: 'For MNIST: train-images-idx3-ubyte.gz', control: 'file', extensions },
    labels: { label: 'Labels', help: 'For MNIST: train-labels-idx1-ubyte.gz', control: 'file', extensions },
    ...splitFields,
  },
});
