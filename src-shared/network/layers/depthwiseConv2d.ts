import { z } from 'zod';
import { AppError } from '../../errors';
import { pair, plain } from '../../frameworks/kerasArguments';
import { initializer } from '../initializers/initializerCode';
import { torchConvolution } from '../../frameworks/torch';
import { paddingSchema, pairSchema, refuseStridedDilation, requireImage, slide } from '../layer/geometry';
import { toPair } from '../../ops/shape';
import { initializerSchema } from '../initializers';
import { defineLayer, onlyInput } from '../layer';
import { kernelAndBias } from '../layer/weights';

const title = 'Depthwise convolution 2D';

export const depthwiseConv2d = defineLayer({
  kind: 'depthwiseConv2d',
  title,
  group: 'convolution',
  description: {
    summary:
      'A convolution that keeps the channels apart: each has small filters of its own and none looks at another. With ' +
      'a 1×1 convolution behind it to mix the channels, it does nearly the work of a full convolution for a fraction ' +
      'of the multiplications.',
    formula: 'y[i, j, c·m + k] = b[c·m + k] + Σ x[s·i + d·u, s·j + d·v, c] · W[u, v, c, k]',
    source: 'Chollet 2017, Xception; Howard et al. 2017, MobileNets',
  },
  schema: z.object({
    kernelSize: pairSchema().default(3),
    strides: pairSchema().default(1),
    padding: paddingSchema.default('same'),
    depthMultiplier: z.int().min(1).max(1024).default(1),
    dilation: pairSchema().default(1),
    useBias: z.boolean().default(true),
    initializer: initializerSchema.default('glorotUniform'),
  }),
  fields: {
    kernelSize: { label: 'Kernel size', control: 'pair', minimum: 1 },
    strides: {
      label: 'Strides',
      control: 'pair',
      minimum: 1,
      help: 'The same both ways: TensorFlow has no other depthwise kernel.',
    },
    padding: { label: 'Padding', control: 'choice', choices: ['same', 'valid'] },
    depthMultiplier: { label: 'Filters a channel', control: 'integer', minimum: 1, maximum: 1024 },
    dilation: { label: 'Dilation', control: 'pair', minimum: 1, help: 'Spacing of the kernel’s taps.' },
    useBias: { label: 'Bias', control: 'switch' },
    initializer: { label: 'Initializer', control: 'initializer' },
  },
  code: {
    keras: {
      classNames: ['DepthwiseConv2D'],
      arguments: {
        kernelSize: pair('kernel_size', { positional: true }),
        strides: pair('strides', { usual: 1 }),
        padding: plain('padding', { usual: 'valid' }),
        depthMultiplier: plain('depth_multiplier', { usual: 1 }),
        dilation: pair('dilation_rate', { usual: 1 }),
        useBias: plain('use_bias', { usual: true }),
        initializer: initializer('depthwise_initializer'),
      },
      // Keras 2 writes it of depthwise convolutions too, and does not use it.
      usual: { groups: [1] },
      weightNames: { kernel: 'depthwise_kernel' },
      tfjs: () => ({ factory: 'depthwiseConv2d' }),
    },
    pytorch({ parameters, inputs }) {
      const { kernelSize, strides, padding, depthMultiplier, dilation, useBias } = parameters;
      const [height, width, channels] = requireImage(title, onlyInput(inputs));
      const size = toPair(kernelSize);
      const filters = channels * depthMultiplier;
      return {
        ...torchConvolution({
          module: 'nn.Conv2d',
          channels: [channels, filters],
          image: [height, width],
          groups: channels,
          useBias,
          window: { size, strides: toPair(strides), padding, dilations: toPair(dilation) },
        }),
        weights: {
          kernel: {
            at: '.weight',
            convert: `.transpose(2, 3, 0, 1).reshape(${filters}, 1, ${size.join(', ')})`,
          },
          bias: { at: '.bias' },
        },
      };
    },
  },
  traits: { affine: 'learnedByChannel' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 3,
  outputShape({ kernelSize, strides, padding, depthMultiplier, dilation }, inputs) {
    const [height, width, channels] = requireImage(title, onlyInput(inputs));
    requireEqualStrides(toPair(strides));
    refuseStridedDilation(title, toPair(strides), toPair(dilation));
    const window = {
      size: toPair(kernelSize),
      strides: toPair(strides),
      padding,
      dilations: toPair(dilation),
    };
    return [...slide(title, [height, width], window), channels * depthMultiplier];
  },
  weights({ kernelSize, depthMultiplier, useBias, initializer }, inputs) {
    const [, , channels = 0] = onlyInput(inputs);
    const [height, width] = toPair(kernelSize);
    // An output sees one channel only, whatever the number of them.
    const fans = { fanIn: height * width, fanOut: height * width * depthMultiplier };
    const kernel = [height, width, channels, depthMultiplier];
    return kernelAndBias({ kernel, initializer, ...fans, outputs: channels * depthMultiplier, useBias });
  },
  multiplyAdds({ kernelSize }, _inputs, [height = 0, width = 0, outputs = 0]) {
    const [kernelHeight, kernelWidth] = toPair(kernelSize);
    return height * width * outputs * kernelHeight * kernelWidth;
  },
  window({ kernelSize, strides, dilation }) {
    const [height, width] = toPair(kernelSize);
    const [vertical, horizontal] = toPair(dilation);
    return { size: [(height - 1) * vertical + 1, (width - 1) * horizontal + 1], strides: toPair(strides) };
  },
  forward({ ops, inputs, weight }, { strides, padding, dilation, useBias }) {
    const options = { strides: toPair(strides), padding, dilations: toPair(dilation) };
    const sums = ops.depthwiseConv2d(onlyInput(inputs), weight('kernel'), options);
    return useBias ? ops.biasAdd(sums, weight('bias')) : sums;
  },
});

function requireEqualStrides([vertical, horizontal]: readonly [number, number]): void {
  if (vertical === horizontal) return;
  throw new AppError(
    'badNetwork',
    `${title} needs the same stride both ways, has ${vertical}×${horizontal}`,
    {
      remedy: `Set both to ${Math.min(vertical, horizontal)}.`,
    },
  );
}
