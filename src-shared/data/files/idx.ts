import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import type { Shape } from '../../ops/shape';
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
    /** Rows and columns of each image change places. */
    transpose: z.boolean().default(false),
    ...commonShape,
    scaling: z.enum(scalings).default('unit'),
  }),
  fields: {
    images: { label: 'Images', help: 'For MNIST: train-images-idx3-ubyte.gz', control: 'file', extensions },
    labels: { label: 'Labels', help: 'For MNIST: train-labels-idx1-ubyte.gz', control: 'file', extensions },
    transpose: {
      label: 'Transpose',
      help: 'Rows become columns: EMNIST stores its images lying on their sides.',
      control: 'switch',
    },
    ...splitFields,
  },
  facts: () => ({ task: 'classification', inputDtype: 'uint8' }),
  code: {
    python: ({ images, labels, transpose }, { exampleShape }) => ({
      imports: ['import gzip'],
      body: `def read(path, header):
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)

y = read(${pythonText(labels)}, 8).astype("int64")
y = y - y.min()
x = read(${pythonText(images)}, 16).reshape(${pythonShape(exampleShape, transpose)}).astype("float32")`,
    }),
  },
});

function pythonShape([height, width, channels]: Shape, transpose: boolean): string {
  return transpose
    ? `len(y), ${width}, ${height}, ${channels}).transpose(0, 2, 1, 3`
    : `len(y), ${height}, ${width}, ${channels}`;
}
