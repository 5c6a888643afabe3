import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const sigmoid = defineActivation({
  kind: 'sigmoid',
  title: 'Sigmoid',
  description: {
    summary:
      'Squashes every value into the range from 0 to 1, so that it can be read as a probability. Far from zero it ' +
      'saturates: the gradient nearly vanishes there, which is why deep nets of sigmoids learn slowly.',
    formula: 'y = 1 / (1 + e^(−x))',
    source: 'CS231n, Neural Networks Part 1: Commonly used activation functions',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: { names: { sigmoid: {} } },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.Sigmoid()'),
  },
  traits: { saturates: true, outputRange: () => [0, 1], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => 1 / (1 + Math.exp(-x)),
  apply: (ops, x) => ops.sigmoid(x),
});
