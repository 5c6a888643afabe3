import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const tanh = defineActivation({
  kind: 'tanh',
  title: 'Tanh',
  description: {
    summary:
      'Squashes every value into the range from −1 to 1. A sigmoid stretched to be centered on zero, which suits the ' +
      'next layer better; it saturates in the same way.',
    formula: 'y = tanh(x) = 2σ(2x) − 1',
    source: 'CS231n, Neural Networks Part 1: Commonly used activation functions',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: { names: { tanh: {} } },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.Tanh()'),
  },
  traits: { saturates: true, outputRange: () => [-1, 1], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => Math.tanh(x),
  apply: (ops, x) => ops.tanh(x),
});
