import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { learningRateField, momentumField } from './fields';
import { decay, learningRate } from './hyperparameters';

export const momentum = defineOptimizer({
  kind: 'momentum',
  title: 'Momentum',
  description: {
    summary:
      'A ball rolling downhill: steps add up to a velocity along directions that the gradients agree on, and ' +
      'cancel where they swing to and fro.',
    formula: 'v ← μ·v − η·g;  w ← w + v',
    source: 'Polyak 1964; CS231n, Neural Networks Part 3: Momentum update',
  },
  schema: z.strictObject({ learningRate: learningRate(0.01), momentum: decay(0.9) }),
  fields: { learningRate: learningRateField, momentum: momentumField },
  code: {
    keras: { className: 'SGD', arguments: { learningRate: 'learning_rate', momentum: 'momentum' } },
    pytorch: (p) => `torch.optim.SGD(model.parameters(), lr=${p.learningRate}, momentum=${p.momentum})`,
    tfjs: (p) => `tf.train.momentum(${p.learningRate}, ${p.momentum})`,
  },
  slots: () => [{ name: 'velocity', initialValue: 0 }],
  update(carrier, parameters) {
    carrier.apply({
      op: 'momentum',
      accumulator: 'velocity',
      momentum: parameters.momentum,
      nesterov: false,
    });
  },
});
