import { z } from 'zod';
import { plain } from '../../frameworks/kerasArguments';
import { torchModule } from '../../frameworks/torch';
import { defineActivation } from '../layer/activation';

export const leakyRelu = defineActivation({
  kind: 'leakyRelu',
  title: 'Leaky ReLU',
  description: {
    summary:
      'A ReLU that lets a small share of negative values through, so that a unit which is negative for every example ' +
      'still has a gradient and can come back to life.',
    formula: 'y = x where x > 0, else αx',
    source: 'CS231n, Neural Networks Part 1: Commonly used activation functions; Maas et al. 2013',
  },
  schema: z.object({ alpha: z.number().min(0).max(1).default(0.01) }),
  fields: { alpha: { label: 'Slope for x < 0 (α)', control: 'number', minimum: 0, maximum: 1, step: 0.01 } },
  code: {
    keras: {
      classNames: ['LeakyReLU'],
      arguments: {
        alpha: plain('negative_slope', { usual: 0.3, aliases: ['alpha'], tfjsName: 'alpha' }),
      },
      activation: { names: { leaky_relu: { alpha: 0.2 } } },
      tfjs: () => ({ factory: 'leakyReLU' }),
    },
    pytorch: ({ parameters: { alpha } }) => torchModule(`nn.LeakyReLU(${alpha})`),
  },
  traits: { gainsInGroups: true, provenAsMachineCode: true },
  curve: (x, { alpha }) => (x > 0 ? x : alpha * x),
  apply: (ops, x, { alpha }) => ops.leakyRelu(x, alpha),
});
