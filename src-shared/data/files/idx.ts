import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, scalings, splitFields } from '../dataset';

const extensions = ['idx', 'ubyte', 'gz', 'idx1-ubyte', 'idx3-ubyte'];

export const idx = defineDataset({
  kind: 'idx',
  title: 'MNIST files (IDX)',
  group: 'files',
  description:
    'Gray images and their labels in the two files that MNIST, Fashion-MNIST and their kin come in, packed with ' +
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
  facts: () => ({ task: 'classification', inputDtype: 'uint8' }),
  code: {
    python: ({ images, labels }, { exampleShape }) => ({
      imports: ['import gzip'],
      body: `def read(path, header):
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)

y = read(${pythonText(labels)}, 8).astype("int64")
x = read(${pythonText(images)}, 16).reshape(len(y), ${exampleShape.join(', ')}).astype("float32")`,
    }),
  },
});
