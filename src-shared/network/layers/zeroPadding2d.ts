import { z } from 'zod';
import { torchModule } from '../../frameworks/torch';
import { defineLayer, onlyInput } from '../layer';
import { requireImage } from '../layer/geometry';
import { edges, edgesField, edgesSchema } from '../layer/edges';

const title = 'Zero padding 2D';

export const zeroPadding2d = defineLayer({
  kind: 'zeroPadding2d',
  title,
  group: 'shape',
  description: {
    summary:
      'Puts rows and columns of zeros around an image, as many on each side as one likes. Convolutions with the padding ' +
      '"same" do it themselves; this is for nets that place them otherwise.',
    formula: 'y[i, j, c] = x[i − top, j − left, c], and 0 outside of x',
    source: 'Keras, ZeroPadding2D',
  },
  schema: z.object({ padding: edgesSchema.default([1, 1, 1, 1]) }),
  fields: { padding: { label: 'Padding', ...edgesField } },
  code: {
    keras: {
      classNames: ['ZeroPadding2D'],
      arguments: { padding: edges('padding') },
      tfjs: () => ({ factory: 'zeroPadding2d' }),
    },
    pytorch: ({ parameters: { padding } }) => {
      const [top, bottom, left, right] = padding;
      return torchModule(`nn.ZeroPad2d((${left}, ${right}, ${top}, ${bottom}))`);
    },
  },
  traits: { affine: 'fixed' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 3,
  outputShape({ padding }, inputs) {
    const [height, width, channels] = requireImage(title, onlyInput(inputs));
    const [top, bottom, left, right] = padding;
    return [height + top + bottom, width + left + right, channels];
  },
  forward: ({ ops, inputs }, { padding }) => ops.padImage(onlyInput(inputs), padding),
});
