import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { learningRateField } from './fields';
import { learningRate } from './hyperparameters';

export const sgd = defineOptimizer({
  kind: 'sgd',
  title: 'SGD',
  description: {
    summary:
      'Takes a step straight down the gradient of the batch. The plainest rule, and the one to understand first.',
    formula: 'w ← w − η·g',
    source: 'CS231n, Neural Networks Part 3: Vanilla update',
  },
  schema: z.strictObject({ learningRate: learningRate(0.01) }),
  fields: { learningRate: learningRateField },
  code: {
    keras: { className: 'SGD', arguments: { learningRate: 'learning_rate' } },
    pytorch: (p) => `torch.optim.SGD(model.parameters(), lr=${p.learningRate})`,
    tfjs: (p) => `tf.train.sgd(${p.learningRate})`,
  },
  slots: () => [],
  update(carrier) {
    carrier.apply({ op: 'gradientDescent' });
  },
});
