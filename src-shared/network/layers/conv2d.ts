import { z } from 'zod';
import { AppError } from '../../errors';
import { pair, plain } from '../../frameworks/kerasArguments';
import { initializer } from '../initializers/initializerCode';
import { tfjsGroupedConv2d } from '../../frameworks/sources/groupedConvolution';
import { torchConvolution } from '../../frameworks/torch';
import { paddingSchema, pairSchema, refuseStridedDilation, requireImage, slide } from '../layer/geometry';
import { toPair } from '../../ops/shape';
import { initializerSchema } from '../initializers';
import { defineLayer, onlyInput } from '../layer';
import { kernelAndBias } from '../layer/weights';

const title = 'Convolution 2D';

export const conv2d = defineLayer({
  kind: 'conv2d',
  title,
  group: 'convolution',
  description: {
    summary:
      'Slides small filters over the image. Each filter is a little dense unit that looks at one neighborhood at a ' +
      'time, with the same weights everywhere, and so finds its pattern wherever it is. Every filter gives one ' +
      'channel of the output.',
    formula: 'y[i, j, f] = b[f] + Σ x[s·i + d·u, s·j + d·v, c] · W[u, v, c, f]',
    source: 'CS231n, Convolutional Networks: Convolutional Layer',
  },
  schema: z.object({
    filters: z.int().min(1).max(16_384).default(16),
    kernelSize: pairSchema().default(3),
    strides: pairSchema().default(1),
    padding: paddingSchema.default('same'),
    dilation: pairSchema().default(1),
    groups: z.int().min(1).default(1),
    useBias: z.boolean().default(true),
    initializer: initializerSchema.default('glorotUniform'),
  }),
  fields: {
    filters: { label: 'Filters', control: 'integer', minimum: 1, maximum: 16_384 },
    kernelSize: { label: 'Kernel size', control: 'pair', minimum: 1 },
    strides: { label: 'Strides', control: 'pair', minimum: 1 },
    padding: {
      label: 'Padding',
      control: 'choice',
      choices: ['same', 'valid'],
      help: 'same: zeros around, the size is kept; valid: none.',
    },
    dilation: { label: 'Dilation', control: 'pair', minimum: 1, help: 'Spacing of the kernel’s taps.' },
    groups: {
      label: 'Groups',
      control: 'integer',
      minimum: 1,
      help: 'Splits the channels; each part has filters of its own. It must divide channels and filters.',
    },
    useBias: { label: 'Bias', control: 'switch' },
    initializer: { label: 'Initializer', control: 'initializer' },
  },
  code: {
    keras: {
      classNames: ['Conv2D', 'GroupedConv2D'],
      arguments: {
        filters: plain('filters', { positional: true }),
        kernelSize: pair('kernel_size', { positional: true }),
        strides: pair('strides', { usual: 1 }),
        padding: plain('padding', { usual: 'valid' }),
        dilation: pair('dilation_rate', { usual: 1 }),
        groups: plain('groups', { usual: 1 }),
        useBias: plain('use_bias', { usual: true }),
        initializer: initializer('kernel_initializer'),
      },
      tfjs: ({ parameters }) =>
        parameters.groups === 1
          ? { factory: 'conv2d' }
          : { className: 'GroupedConv2D', source: tfjsGroupedConv2d },
    },
    pytorch({ parameters: { filters, kernelSize, strides, padding, dilation, groups, useBias }, inputs }) {
      const [height, width, channels] = requireImage(title, onlyInput(inputs));
      return {
        ...torchConvolution({
          module: 'nn.Conv2d',
          channels: [channels, filters],
          image: [height, width],
          groups,
          useBias,
          window: {
            size: toPair(kernelSize),
            strides: toPair(strides),
            padding,
            dilations: toPair(dilation),
          },
        }),
        weights: {
          kernel: { at: '.weight', convert: '.transpose(3, 2, 0, 1)' },
          bias: { at: '.bias' },
        },
      };
    },
  },
  traits: { affine: 'learned', width: 'filters' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 3,
  outputShape({ filters, kernelSize, strides, padding, dilation, groups }, inputs) {
    const [height, width, channels] = requireImage(title, onlyInput(inputs));
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new AppError(
        'badNetwork',
        `${title}: ${groups} groups do not divide ${channels} channels and ${filters} filters`,
        {
          remedy: 'Choose a number of groups that divides both.',
        },
      );
    }
    refuseStridedDilation(title, toPair(strides), toPair(dilation));
    const window = {
      size: toPair(kernelSize),
      strides: toPair(strides),
      padding,
      dilations: toPair(dilation),
    };
    return [...slide(title, [height, width], window), filters];
  },
  weights({ filters, kernelSize, groups, useBias, initializer }, inputs) {
    const [, , channels = 0] = onlyInput(inputs);
    const [height, width] = toPair(kernelSize);
    const seen = channels / groups;
    const fans = { fanIn: height * width * seen, fanOut: height * width * filters };
    const kernel = [height, width, seen, filters];
    return kernelAndBias({ kernel, initializer, ...fans, outputs: filters, useBias });
  },
  multiplyAdds({ kernelSize, groups }, inputs, [height = 0, width = 0, filters = 0]) {
    const [, , channels = 0] = onlyInput(inputs);
    const [kernelHeight, kernelWidth] = toPair(kernelSize);
    return height * width * filters * kernelHeight * kernelWidth * (channels / groups);
  },
  window({ kernelSize, strides, dilation }) {
    const [height, width] = toPair(kernelSize);
    const [vertical, horizontal] = toPair(dilation);
    return { size: [(height - 1) * vertical + 1, (width - 1) * horizontal + 1], strides: toPair(strides) };
  },
  forward({ ops, inputs, weight }, { strides, padding, dilation, useBias }) {
    const options = { strides: toPair(strides), padding, dilations: toPair(dilation) };
    const sums = ops.conv2d(onlyInput(inputs), weight('kernel'), options);
    return useBias ? ops.biasAdd(sums, weight('bias')) : sums;
  },
});
