import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const relu = defineActivation({
  kind: 'relu',
  title: 'ReLU',
  description: {
    summary:
      'Lets positive values through and sets negative ones to zero. Cheap, and its gradient does not fade for ' +
      'large inputs; but a unit that is negative for every example learns nothing more (it is dead).',
    formula: 'y = max(0, x)',
    source: 'CS231n, Neural Networks Part 1: Commonly used activation functions',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['ReLU'],
      arguments: {},
      activation: { names: { relu: {} } },
      usual: { max_value: [null], negative_slope: [0], threshold: [0] },
      tfjs: () => ({ factory: 'reLU' }),
    },
    pytorch: () => torchModule('nn.ReLU()'),
  },
  traits: { outputRange: () => [0, Infinity] },
  curve: (x) => Math.max(0, x),
  apply: (ops, x) => ops.relu(x),
});
