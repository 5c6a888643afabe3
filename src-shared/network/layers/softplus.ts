import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const softplus = defineActivation({
  kind: 'softplus',
  title: 'Softplus',
  description: {
    summary:
      'A ReLU with its corner rounded off. Its output is always positive and its derivative is the sigmoid; useful ' +
      'where something must be positive, such as a variance.',
    formula: 'y = ln(1 + eˣ)',
    source: 'Dugas et al. 2001; Glorot et al. 2011, Deep Sparse Rectifier Neural Networks',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: { names: { softplus: {} } },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.Softplus()'),
  },
  traits: { outputRange: () => [0, Infinity], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))),
  apply: (ops, x) => ops.softplus(x),
});
