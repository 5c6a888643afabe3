import { z } from 'zod';
import { pythonText } from '../../frameworks/datasetCode';
import { commonShape, defineDataset, splitFields } from '../dataset';

const extensions = ['npy', 'npz'];

export const numpy = defineDataset({
  kind: 'numpy',
  title: 'NumPy arrays',
  group: 'files',
  description:
    'Arrays that NumPy saved: an .npz file that holds x and y, or two .npy files. Rows of numbers, or images as ' +
    'examples × height × width, with channels or without.',
  schema: z.strictObject({
    kind: z.literal('numpy'),
    path: z.string().min(1),
    /** A second file, where the first holds the inputs alone. */
    targets: z.string().min(1).optional(),
    ...commonShape,
  }),
  fields: {
    path: {
      label: 'Inputs',
      help: 'An .npz file with x and y, or an .npy file.',
      control: 'file',
      extensions,
    },
    targets: {
      label: 'Targets',
      help: 'Classes or values: needed where the first is an .npy file.',
      control: 'file',
      extensions: ['npy'],
    },
    ...splitFields,
  },
  facts: () => ({}),
  code: {
    python: ({ path, targets }, { task, exampleShape }) => ({
      imports: [],
      body: `inputs = np.load(${pythonText(path)})
${
  targets === undefined
    ? 'x, y = inputs[next(name for name in ("x", "x_train", "X") if name in inputs)], ' +
      'inputs[next(name for name in ("y", "y_train", "Y") if name in inputs)]'
    : `x, y = inputs, np.load(${pythonText(targets)})`
}
x = x.reshape(len(x), ${exampleShape.join(', ')}).astype("float32")
y = ${
        task === 'regression'
          ? 'y.astype("float32").reshape(-1, 1)'
          : 'np.unique(y, return_inverse=True)[1].reshape(-1).astype("int64")'
      }`,
    }),
  },
});
