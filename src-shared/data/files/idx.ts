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
    'Images and their labels in the two files that MNIST, Fashion-MNIST and their kin come in, packed with gzip or ' +
    'not. Bytes are pixels; whole numbers and fractions are learned from as they are.',
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
  facts: () => ({ task: 'classification' }),
  code: {
    python: ({ images, labels, transpose, scaling }, { exampleShape }) => ({
      imports: ['import gzip'],
      body: `def read(path):
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        content = file.read()
    types = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
    return np.frombuffer(content, types[content[2]], offset=4 + 4 * content[3])

y = read(${pythonText(labels)}).astype("int64")
y = y - y.min()
images = read(${pythonText(images)})
${scaling === 'unit' ? otherThanBytes : ''}x = images.reshape(${pythonShape(exampleShape, transpose)}).astype("float32")`,
    }),
  },
});

/** What the program’s scaling does not know. */
const otherThanBytes = `if images.dtype != np.uint8:
    raise NotImplementedError("write here how these numbers are scaled: Layerlab takes their range")
`;

function pythonShape([height, width, channels]: Shape, transpose: boolean): string {
  return transpose
    ? `len(y), ${width}, ${height}, ${channels}).transpose(0, 2, 1, 3`
    : `len(y), ${height}, ${width}, ${channels}`;
}
