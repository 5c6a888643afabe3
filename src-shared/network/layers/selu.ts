import { torchModule } from '../../frameworks/torch';
import { defineActivation, noParameters } from '../layer/activation';

/** The fixed point of mean 0 and variance 1 (Klambauer et al. 2017, equation 14). */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

export const selu = defineActivation({
  kind: 'selu',
  title: 'SELU',
  description: {
    summary:
      'An ELU with two constants chosen so that, with LeCun normal weights, the outputs of every layer drift back to ' +
      'mean 0 and variance 1 by themselves: normalization without a normalization layer.',
    formula: 'y = λx where x > 0, else λα(eˣ − 1); λ ≈ 1.0507, α ≈ 1.6733',
    source: 'Klambauer et al. 2017, Self-Normalizing Neural Networks',
  },
  ...noParameters,
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: { names: { selu: {} } },
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: () => torchModule('nn.SELU()'),
  },
  traits: { outputRange: () => [-scale * alpha, Infinity], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  apply: (ops, x) => ops.selu(x),
});
