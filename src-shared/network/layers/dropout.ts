import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule } from '../../frameworks/torch';
import { defineLayer, onlyInput } from '../layer';

export const dropout = defineLayer({
  kind: 'dropout',
  title: 'Dropout',
  group: 'regularization',
  description: {
    summary:
      'While training, sets each value to zero with the given probability and scales the rest up, so that the ' +
      'expected sum stays the same. When predicting it does nothing. It keeps units from relying on each other.',
    formula: 'y = x · m / (1 − p), m ~ Bernoulli(1 − p)',
    source: 'Srivastava et al. 2014; CS231n, Neural Networks Part 2: Regularization (inverted dropout)',
  },
  schema: z.object({ rate: z.number().min(0).lt(1).default(0.5) }),
  fields: { rate: { label: 'Rate', control: 'number', minimum: 0, maximum: 0.95, step: 0.05 } },
  code: {
    keras: {
      classNames: ['Dropout'],
      arguments: { rate: plain('rate', { positional: true }) },
      usual: { noise_shape: [null] },
      draws: ({ rate }) => rate !== 0,
      tfjs: () => ({ factory: 'dropout' }),
    },
    pytorch: ({ parameters: { rate } }) => torchModule(`nn.Dropout(${rate})`),
  },
  traits: {
    passesThrough: true,
    drops: true,
    usesWholeBatch: true,
    gainsInGroups: true,
    provenAsMachineCode: true,
    parametersAreNumbers: true,
  },
  inputs: { minimum: 1, maximum: 1 },
  outputShape: (_parameters, inputs) => onlyInput(inputs),
  forward({ ops, inputs, training, stream }, { rate }) {
    const x = onlyInput(inputs);
    if (!training || rate === 0) return x;
    const kept = ops.greaterEqual(ops.randomUniform(x, { stream }), ops.constant(rate));
    return ops.multiply(x, ops.multiply(ops.cast(kept, 'float32'), ops.constant(1 / (1 - rate))));
  },
});
