import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { learningRateField, momentumField } from './fields';
import { decay, learningRate } from './hyperparameters';

export const nesterov = defineOptimizer({
  kind: 'nesterov',
  title: 'Nesterov momentum',
  description: {
    summary:
      'Momentum that looks ahead: the step is corrected by the gradient where the velocity is about to take it. ' +
      'It overshoots less than plain momentum.',
    formula: 'v ← μ·v − η·g;  w ← w + μ·v − η·g',
    source: 'Sutskever et al. 2013; CS231n, Neural Networks Part 3: Nesterov momentum',
  },
  schema: z.strictObject({ learningRate: learningRate(0.01), momentum: decay(0.9) }),
  fields: { learningRate: learningRateField, momentum: momentumField },
  code: {
    keras: {
      className: 'SGD',
      arguments: { learningRate: 'learning_rate', momentum: 'momentum' },
      fixed: { nesterov: true },
    },
    pytorch: (p) =>
      `torch.optim.SGD(model.parameters(), lr=${p.learningRate}, momentum=${p.momentum}, nesterov=True)`,
    tfjs: (p) => `tf.train.momentum(${p.learningRate}, ${p.momentum}, true)`,
  },
  slots: () => [{ name: 'velocity', initialValue: 0 }],
  update(carrier, parameters) {
    carrier.apply({ op: 'momentum', accumulator: 'velocity', momentum: parameters.momentum, nesterov: true });
  },
});
