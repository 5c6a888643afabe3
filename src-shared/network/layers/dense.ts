import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { initializer } from '../initializers/initializerCode';
import { torchModule } from '../../frameworks/torch';
import { requireRank } from '../layer/geometry';
import { initializerSchema } from '../initializers';
import { defineLayer, onlyInput } from '../layer';
import { kernelAndBias } from '../layer/weights';

const schema = z.object({
  units: z.int().min(1).max(65_536).default(16),
  useBias: z.boolean().default(true),
  initializer: initializerSchema.default('glorotUniform'),
});

export const dense = defineLayer({
  kind: 'dense',
  title: 'Dense',
  group: 'dense',
  description: {
    summary:
      'Every unit looks at every input: it multiplies each by a weight of its own, adds them up and adds a bias. ' +
      'The units together are one matrix product.',
    formula: 'y = x·W + b',
    source: 'CS231n, Neural Networks Part 1: Setting up the Architecture',
  },
  schema,
  fields: {
    units: { label: 'Units', control: 'integer', minimum: 1, maximum: 65_536 },
    useBias: { label: 'Bias', control: 'switch' },
    initializer: { label: 'Initializer', control: 'initializer' },
  },
  code: {
    keras: {
      classNames: ['Dense'],
      arguments: {
        units: plain('units', { positional: true }),
        useBias: plain('use_bias', { usual: true }),
        initializer: initializer('kernel_initializer'),
      },
      tfjs: () => ({ factory: 'dense' }),
    },
    pytorch: ({ parameters: { units, useBias }, inputs }) => ({
      ...torchModule(`nn.Linear(${onlyInput(inputs).at(-1)}, ${units}${useBias ? '' : ', bias=False'})`),
      weights: { kernel: { at: '.weight', convert: '.T' }, bias: { at: '.bias' } },
    }),
  },
  traits: { affine: 'learned', width: 'units', gainsInGroups: true, provenAsMachineCode: true },
  inputs: { minimum: 1, maximum: 1 },
  inputRank: 1,
  outputShape({ units }, inputs) {
    requireRank('Dense', onlyInput(inputs), 1);
    return [units];
  },
  weights({ units, useBias, initializer }, inputs) {
    const [features = 0] = onlyInput(inputs);
    const fans = { fanIn: features, fanOut: units };
    return kernelAndBias({ kernel: [features, units], initializer, ...fans, outputs: units, useBias });
  },
  multiplyAdds({ units }, inputs) {
    const [features = 0] = onlyInput(inputs);
    return features * units;
  },
  forward({ ops, inputs, weight }, { useBias }) {
    const product = ops.matMul(onlyInput(inputs), weight('kernel'));
    return useBias ? ops.biasAdd(product, weight('bias')) : product;
  },
});
