import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { initializer } from '../initializers/initializerCode';
import { pythonMaxout, tfjsMaxout } from '../../frameworks/sources/maxout';
import { requireRank } from '../layer/geometry';
import { initializerSchema } from '../initializers';
import { defineLayer, onlyInput } from '../layer';
import { kernelAndBias } from '../layer/weights';

export const maxout = defineLayer({
  kind: 'maxout',
  title: 'Maxout',
  group: 'dense',
  description: {
    summary:
      'Each unit computes several dense outputs and keeps the largest: a convex function made of straight pieces, which ' +
      'it learns by itself. ReLU and leaky ReLU are special cases; it never saturates or dies, at the price of as many ' +
      'times the weights as it has pieces.',
    formula: 'y = max over k of (x·Wₖ + bₖ)',
    source: 'Goodfellow et al. 2013; CS231n, Neural Networks Part 1: Commonly used activation functions',
  },
  schema: z.object({
    units: z.int().min(1).max(65_536).default(16),
    pieces: z.int().min(2).max(64).default(2),
    useBias: z.boolean().default(true),
    initializer: initializerSchema.default('glorotUniform'),
  }),
  fields: {
    units: { label: 'Units', control: 'integer', minimum: 1, maximum: 65_536 },
    pieces: { label: 'Pieces', control: 'integer', minimum: 2, maximum: 64 },
    useBias: { label: 'Bias', control: 'switch' },
    initializer: { label: 'Initializer', control: 'initializer' },
  },
  code: {
    keras: {
      classNames: ['Maxout'],
      arguments: {
        units: plain('units', { positional: true }),
        pieces: plain('pieces', { positional: true }),
        useBias: plain('use_bias', { usual: true }),
        initializer: initializer('kernel_initializer'),
      },
      pythonSource: () => pythonMaxout,
      tfjs: () => ({ className: 'Maxout', source: tfjsMaxout }),
      // Neither library has it: a dense layer, and the largest over the pieces as over the steps of a sequence.
      composed: ({ parameters: { units, pieces, useBias } }) => [
        {
          className: 'Dense',
          config: { units: units * pieces, use_bias: useBias },
          output: [units * pieces],
        },
        { className: 'Reshape', config: { target_shape: [units, pieces] }, output: [units, pieces] },
        { className: 'Permute', config: { dims: [2, 1] }, output: [pieces, units] },
        { className: 'GlobalMaxPooling1D', config: {}, output: [units] },
      ],
    },
    pytorch({ parameters: { units, pieces, useBias }, inputs }) {
      const bias = useBias ? '' : ', bias=False';
      return {
        attributes: { '': `nn.Linear(${onlyInput(inputs).at(-1)}, ${units * pieces}${bias})` },
        forward: ([x = ''], self) => `${self}(${x}).unflatten(1, (${units}, ${pieces})).amax(dim=2)`,
        weights: { kernel: { at: '.weight', convert: '.T' }, bias: { at: '.bias' } },
      };
    },
  },
  traits: { width: 'units', hasPieces: true, gainsInGroups: true },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 1,
  outputShape({ units }, inputs) {
    requireRank('Maxout', onlyInput(inputs), 1);
    return [units];
  },
  /** The pieces of one unit stand side by side: column unit · pieces + piece. */
  weights({ units, pieces, useBias, initializer }, inputs) {
    const [features = 0] = onlyInput(inputs);
    const columns = units * pieces;
    const kernel = [features, columns];
    const fans = { fanIn: features, fanOut: units };
    return kernelAndBias({ kernel, initializer, ...fans, outputs: columns, useBias });
  },
  multiplyAdds({ units, pieces }, inputs) {
    const [features = 0] = onlyInput(inputs);
    return features * units * pieces;
  },
  forward({ ops, inputs, weight }, { units, pieces, useBias }) {
    const product = ops.matMul(onlyInput(inputs), weight('kernel'));
    const sums = useBias ? ops.biasAdd(product, weight('bias')) : product;
    return ops.max(ops.reshape(sums, [null, units, pieces]), [2]);
  },
});
