import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

export const softsign = defineActivation({
  kind: 'softsign',
  title: 'Softsign',
  description: {
    summary:
      'Runs from −1 to 1 like tanh but approaches its limits far more slowly, so that its gradient fades less quickly.',
    formula: 'y = x / (1 + |x|)',
    source:
      'Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: { names: { softsign: {} } },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.Softsign()'),
  },
  traits: { outputRange: () => [-1, 1], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => x / (1 + Math.abs(x)),
  apply: (ops, x) => ops.softsign(x),
});
