import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { defineLayer, onlyInput } from '../layer';

export const gaussianNoise = defineLayer({
  kind: 'gaussianNoise',
  title: 'Gaussian noise',
  group: 'regularization',
  description: {
    summary:
      'While training, adds normal noise to every value, anew in each step, so that the net cannot hang on exact ' +
      'values: a mild data augmentation. When predicting it does nothing.',
    formula: 'y = x + n, n ~ N(0, s²)',
    source: 'Bishop 1995, Training with Noise is Equivalent to Tikhonov Regularization',
  },
  schema: z.object({ standardDeviation: z.number().min(0).max(100).default(0.1) }),
  fields: {
    standardDeviation: {
      label: 'Standard deviation',
      control: 'number',
      minimum: 0,
      maximum: 100,
      step: 0.05,
    },
  },
  code: {
    keras: {
      classNames: ['GaussianNoise'],
      arguments: { standardDeviation: plain('stddev', { positional: true }) },
      draws: ({ standardDeviation }) => standardDeviation !== 0,
      tfjs: () => ({ factory: 'gaussianNoise' }),
    },
    pytorch: ({ parameters: { standardDeviation } }) => ({
      forward: ([x = '']) =>
        `${x} + ${standardDeviation} * torch.randn_like(${x}) if self.training else ${x}`,
    }),
  },
  traits: {
    passesThrough: true,
    usesWholeBatch: true,
    gainsInGroups: true,
    provenAsMachineCode: true,
    parametersAreNumbers: true,
  },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  forward({ ops, inputs, training, stream }, { standardDeviation }) {
    const x = onlyInput(inputs);
    if (!training || standardDeviation === 0) return x;
    return ops.add(x, ops.multiply(ops.randomNormal(x, { stream }), ops.constant(standardDeviation)));
  },
});
