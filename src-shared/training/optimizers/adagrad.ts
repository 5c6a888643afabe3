import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { epsilonField, learningRateField } from './fields';
import { epsilon, learningRate } from './hyperparameters';

export const adagrad = defineOptimizer({
  kind: 'adagrad',
  title: 'Adagrad',
  description: {
    summary:
      'Gives each weight its own step size: weights with large gradients so far take smaller steps. As the sum ' +
      'only grows, learning slows down for good.',
    formula: 'a ← a + g²;  w ← w − η·g / (√a + ε)',
    source: 'Duchi et al. 2011; CS231n, Neural Networks Part 3: Adagrad',
  },
  schema: z.strictObject({
    learningRate: learningRate(0.001),
    initialAccumulatorValue: z.number().min(0).default(0.1),
    epsilon,
  }),
  fields: {
    learningRate: learningRateField,
    initialAccumulatorValue: { label: 'Initial accumulator', control: 'number', minimum: 0 },
    epsilon: epsilonField,
  },
  code: {
    keras: {
      className: 'Adagrad',
      arguments: {
        learningRate: 'learning_rate',
        initialAccumulatorValue: 'initial_accumulator_value',
        epsilon: 'epsilon',
      },
    },
    pytorch: (p) =>
      `torch.optim.Adagrad(model.parameters(), lr=${p.learningRate}, initial_accumulator_value=${p.initialAccumulatorValue}, eps=${p.epsilon})`,
    tfjs: (p) => `tf.train.adagrad(${p.learningRate}, ${p.initialAccumulatorValue})`,
  },
  slots: ({ initialAccumulatorValue }) => [{ name: 'accumulator', initialValue: initialAccumulatorValue }],
  update(carrier, parameters) {
    carrier.apply({ op: 'adagrad', accumulator: 'accumulator', epsilon: parameters.epsilon });
  },
});
