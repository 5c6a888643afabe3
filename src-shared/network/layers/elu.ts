import { z } from 'zod';
import { plain } from '../../code/kerasArguments';
import { torchModule } from '../../code/torch';
import { defineActivation } from '../activation';

export const elu = defineActivation({
  kind: 'elu',
  title: 'ELU',
  description: {
    summary:
      'Like a ReLU for positive values; negative ones run smoothly into −α instead of being cut off, so that the mean ' +
      'of the outputs stays near zero and no unit dies.',
    formula: 'y = x where x > 0, else α(eˣ − 1)',
    source: 'Clevert et al. 2016; CS231n, Neural Networks Part 1',
  },
  schema: z.object({ alpha: z.number().min(0).max(10).default(1) }),
  fields: { alpha: { label: 'Depth for x → −∞ (α)', control: 'number', minimum: 0, maximum: 10, step: 0.1 } },
  code: {
    keras: {
      classNames: ['ELU'],
      arguments: { alpha: plain('alpha', { usual: 1 }) },
      activation: { names: { elu: {} } },
      tfjs: () => ({ factory: 'elu' }),
    },
    pytorch: ({ parameters: { alpha } }) => torchModule(`nn.ELU(${alpha === 1 ? '' : alpha})`),
  },
  curve: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  apply(ops, x, { alpha }) {
    const unscaled = ops.elu(x);
    if (alpha === 1) return unscaled;
    const positive = ops.relu(x);
    return ops.add(positive, ops.multiply(ops.constant(alpha), ops.subtract(unscaled, positive)));
  },
});
