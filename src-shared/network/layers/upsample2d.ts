import { z } from 'zod';
import { pair } from '../../frameworks/kerasArguments';
import { torchModule, writePair } from '../../frameworks/torch';
import { pairSchema, requireImage } from '../layer/geometry';
import { toPair, type PairOrNumber } from '../../ops/shape';
import { defineLayer, onlyInput } from '../layer';

const factors = pair('size', { usual: 2 });

export const upsample2d = defineLayer({
  kind: 'upsample2d',
  title: 'Upsampling 2D',
  group: 'shape',
  description: {
    summary:
      'Makes an image larger by repeating its rows and columns (nearest neighbor). The way back up in ' +
      'encoder-decoder nets, with a convolution behind it to smooth the blocks.',
    formula: 'y[i, j, c] = x[⌊i/a⌋, ⌊j/b⌋, c]',
    source: 'Odena et al. 2016, Deconvolution and Checkerboard Artifacts',
  },
  schema: z.object({ size: pairSchema(64).default(2) }),
  fields: { size: { label: 'Factors', control: 'pair', minimum: 1, maximum: 64 } },
  code: {
    keras: {
      classNames: ['UpSampling2D'],
      arguments: {
        // tfjs takes no single number here.
        size: {
          ...factors,
          write: (size, language) =>
            language === 'javascript' ? toPair(size as PairOrNumber) : factors.write(size, language),
        },
      },
      usual: { interpolation: ['nearest'] },
      tfjs: () => ({ factory: 'upSampling2d' }),
    },
    pytorch: ({ parameters: { size } }) =>
      torchModule(`nn.Upsample(scale_factor=${writePair(size)}, mode="nearest")`),
  },
  traits: { affine: 'fixed' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 3,
  outputShape({ size }, inputs) {
    const [height, width, channels] = requireImage('Upsampling 2D', onlyInput(inputs));
    const [vertical, horizontal] = toPair(size);
    return [height * vertical, width * horizontal, channels];
  },
  /** A step of a whole output is a fraction of an input's. */
  window({ size }) {
    const [vertical, horizontal] = toPair(size);
    return { size: [1, 1], strides: [1 / vertical, 1 / horizontal] };
  },
  forward: ({ ops, inputs }, { size }) => ops.upsample2d(onlyInput(inputs), toPair(size)),
});
