import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const swish = defineActivation({
  kind: 'swish',
  title: 'Swish',
  description: {
    summary:
      'Each value times its own sigmoid: like a ReLU far from zero, smooth near it, and a little below zero for ' +
      'moderately negative values. Also called SiLU.',
    formula: 'y = x·σ(x)',
    source: 'Ramachandran et al. 2017, Searching for Activation Functions',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: {
        names: { silu: {}, swish: {} },
        write: (_parameters, language) => (language === 'python' ? 'silu' : 'swish'),
      },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.SiLU()'),
  },
  traits: { outputRange: () => [-0.279, Infinity], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => x / (1 + Math.exp(-x)),
  apply: (ops, x) => ops.multiply(x, ops.sigmoid(x)),
});
