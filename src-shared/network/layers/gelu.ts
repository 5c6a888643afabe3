import { z } from 'zod';
import { torchModule } from '../../frameworks/torch';
import { expression } from '../../frameworks/values';
import { defineActivation } from '../layer/activation';

const pythonTanhForm = `@keras.saving.register_keras_serializable("Layerlab")
def gelu_tanh(x):
    return keras.activations.gelu(x, approximate=True)`;

export const gelu = defineActivation({
  kind: 'gelu',
  title: 'GELU',
  description: {
    summary:
      'Weights each value by the probability that a normal variable is below it: large values pass, strongly negative ' +
      'ones are stopped, and between them the change is smooth. The activation of transformers. The tanh form is an ' +
      'approximation that is cheaper on some hardware.',
    formula: 'y = x·Φ(x) = ½x(1 + erf(x/√2));  tanh form: ½x(1 + tanh(√(2/π)(x + 0.044715x³)))',
    source: 'Hendrycks and Gimpel 2016, Gaussian Error Linear Units',
  },
  schema: z.object({ approximate: z.boolean().default(false) }),
  fields: { approximate: { label: 'Tanh approximation', control: 'switch' } },
  code: {
    keras: {
      classNames: ['Activation'],
      arguments: {},
      activation: {
        names: {
          gelu: { approximate: false },
          gelu_tanh: { approximate: true },
          gelu_new: { approximate: true },
        },
        write({ approximate }, language) {
          if (!approximate) return 'gelu';
          return language === 'python' ? expression('gelu_tanh') : 'gelu_new';
        },
      },
      pythonSource: ({ approximate }) => (approximate ? pythonTanhForm : null),
      tfjs: () => ({ factory: 'activation' }),
    },
    pytorch: ({ parameters: { approximate } }) =>
      torchModule(`nn.GELU(${approximate ? 'approximate="tanh"' : ''})`),
  },
  traits: { outputRange: () => [-0.171, Infinity], gainsInGroups: true, provenAsMachineCode: true },
  curve: (x, { approximate }) =>
    0.5 *
    x *
    (1 + (approximate ? Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)) : erf(x / Math.SQRT2))),
  apply(ops, x, { approximate }) {
    const cube = () => ops.multiply(x, ops.square(x));
    const bent = approximate
      ? ops.tanh(
          ops.multiply(
            ops.constant(Math.sqrt(2 / Math.PI)),
            ops.add(x, ops.multiply(ops.constant(0.044715), cube())),
          ),
        )
      : ops.erf(ops.multiply(x, ops.constant(Math.SQRT1_2)));
    return ops.multiply(ops.multiply(ops.constant(0.5), x), ops.add(ops.constant(1), bent));
  },
});

/** Abramowitz and Stegun 7.1.26; off by less than 1.5e-7, enough for a plot and to tell functions apart. */
export function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}
