import { z } from 'zod';
import { AppError } from '../../errors';
import { defineLayer, onlyInput } from '../layer';
import { requireImage } from '../layer/geometry';
import { edges, edgesField, edgesSchema } from '../layer/edges';
import { formatShape } from '../../ops/shape';

const title = 'Cropping 2D';

export const cropping2d = defineLayer({
  kind: 'cropping2d',
  title,
  group: 'shape',
  description: {
    summary:
      'Cuts rows and columns off an image, as many on each side as one likes: to bring branches to one size, or to look ' +
      'at the middle alone.',
    formula: 'y[i, j, c] = x[i + top, j + left, c]',
    source: 'Ronneberger et al. 2015, U-Net; Keras, Cropping2D',
  },
  schema: z.object({ cropping: edgesSchema.default([1, 1, 1, 1]) }),
  fields: { cropping: { label: 'Cropping', ...edgesField } },
  code: {
    keras: {
      classNames: ['Cropping2D'],
      arguments: { cropping: edges('cropping') },
      tfjs: () => ({ factory: 'cropping2D' }),
    },
    pytorch({ parameters: { cropping }, inputs }) {
      const [top, bottom, left, right] = cropping;
      const [height = 0, width = 0] = onlyInput(inputs);
      const rows = `${top}:${height - bottom}`;
      return { forward: ([x = '']) => `${x}[:, :, ${rows}, ${left}:${width - right}]` };
    },
  },
  traits: { affine: 'fixed' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 3,
  outputShape({ cropping }, inputs) {
    const image = onlyInput(inputs);
    const [height, width, channels] = requireImage(title, image);
    const [top, bottom, left, right] = cropping;
    const output = [height - top - bottom, width - left - right, channels];
    if (output.every((size) => size >= 1)) return output;
    throw new AppError('badNetwork', `${title} leaves nothing of ${formatShape(image)}`, {
      remedy: 'Cut off fewer rows and columns.',
    });
  },
  forward: ({ ops, inputs }, { cropping }) => ops.cropImage(onlyInput(inputs), cropping),
});
