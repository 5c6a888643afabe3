import { z } from 'zod';
import { plain, single } from '../../frameworks/kerasArguments';
import { initializer } from '../initializers/initializerCode';
import { torchConvolution } from '../../frameworks/torch';
import { paddingSchema, refuseStridedDilation, requireRank, slide } from '../layer/geometry';
import { initializerSchema } from '../initializers';
import { defineLayer, onlyInput } from '../layer';
import { kernelAndBias } from '../layer/weights';

const title = 'Convolution 1D';
const size = z.int().min(1).max(1024);

export const conv1d = defineLayer({
  kind: 'conv1d',
  title,
  group: 'convolution',
  description: {
    summary:
      'Slides small filters along a sequence (a signal, a text, a row of measurements) and finds the same pattern ' +
      'wherever it occurs. The input is length × channels.',
    formula: 'y[i, f] = b[f] + Σ x[s·i + d·u, c] · W[u, c, f]',
    source: 'CS231n, Convolutional Networks: Convolutional Layer, with one axis fewer',
  },
  schema: z.object({
    filters: z.int().min(1).max(16_384).default(16),
    kernelSize: size.default(3),
    strides: size.default(1),
    padding: paddingSchema.default('same'),
    dilation: size.default(1),
    useBias: z.boolean().default(true),
    initializer: initializerSchema.default('glorotUniform'),
  }),
  fields: {
    filters: { label: 'Filters', control: 'integer', minimum: 1, maximum: 16_384 },
    kernelSize: { label: 'Kernel size', control: 'integer', minimum: 1, maximum: 1024 },
    strides: { label: 'Stride', control: 'integer', minimum: 1, maximum: 1024 },
    padding: { label: 'Padding', control: 'choice', choices: ['same', 'valid'] },
    dilation: { label: 'Dilation', control: 'integer', minimum: 1, maximum: 1024 },
    useBias: { label: 'Bias', control: 'switch' },
    initializer: { label: 'Initializer', control: 'initializer' },
  },
  code: {
    keras: {
      classNames: ['Conv1D'],
      arguments: {
        filters: plain('filters', { positional: true }),
        kernelSize: single('kernel_size', { positional: true }),
        strides: single('strides', { usual: 1 }),
        padding: plain('padding', { usual: 'valid' }),
        dilation: single('dilation_rate', { usual: 1 }),
        useBias: plain('use_bias', { usual: true }),
        initializer: initializer('kernel_initializer'),
      },
      usual: { groups: [1] },
      tfjs: () => ({ factory: 'conv1d' }),
    },
    pytorch({ parameters: { filters, kernelSize, strides, padding, dilation, useBias }, inputs }) {
      const [length = 0, channels = 0] = onlyInput(inputs);
      return {
        ...torchConvolution({
          module: 'nn.Conv1d',
          channels: [channels, filters],
          image: [1, length],
          groups: 1,
          useBias,
          window: { size: [1, kernelSize], strides: [1, strides], padding, dilations: [1, dilation] },
        }),
        weights: { kernel: { at: '.weight', convert: '.transpose(2, 1, 0)' }, bias: { at: '.bias' } },
      };
    },
  },
  traits: { affine: 'learned', width: 'filters' },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 2,
  outputShape({ filters, kernelSize, strides, padding, dilation }, inputs) {
    const input = onlyInput(inputs);
    requireRank(title, input, 2);
    refuseStridedDilation(title, [1, strides], [1, dilation]);
    const [length = 0] = input;
    const window = {
      size: [1, kernelSize],
      strides: [1, strides],
      padding,
      dilations: [1, dilation],
    } as const;
    const [, steps] = slide(title, [1, length], window);
    return [steps, filters];
  },
  weights({ filters, kernelSize, useBias, initializer }, inputs) {
    const [, channels = 0] = onlyInput(inputs);
    const fans = { fanIn: kernelSize * channels, fanOut: kernelSize * filters };
    const kernel = [kernelSize, channels, filters];
    return kernelAndBias({ kernel, initializer, ...fans, outputs: filters, useBias });
  },
  multiplyAdds({ kernelSize }, inputs, [steps = 0, filters = 0]) {
    const [, channels = 0] = onlyInput(inputs);
    return steps * filters * kernelSize * channels;
  },
  window: ({ kernelSize, strides, dilation }) => ({
    size: [(kernelSize - 1) * dilation + 1, 1],
    strides: [strides, 1],
  }),
  /** An image of height 1 through the convolution in two dimensions. */
  forward({ ops, inputs, weight }, { filters, kernelSize, strides, padding, dilation, useBias }) {
    const x = onlyInput(inputs);
    const [, length = 0, channels = 0] = ops.shapeOf(x);
    const image = ops.reshape(x, [null, 1, length, channels]);
    const kernel = ops.reshape(weight('kernel'), [1, kernelSize, channels ?? 0, filters]);
    const sums = ops.conv2d(image, kernel, { strides: [1, strides], padding, dilations: [1, dilation] });
    const [, , steps = 0] = ops.shapeOf(sums);
    const sequence = ops.reshape(sums, [null, steps, filters]);
    return useBias ? ops.biasAdd(sequence, weight('bias')) : sequence;
  },
});
