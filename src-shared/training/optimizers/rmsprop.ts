import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { decayField, epsilonField, learningRateField, momentumField } from './fields';
import { decay, epsilon, learningRate } from './hyperparameters';

export const rmsprop = defineOptimizer({
  kind: 'rmsprop',
  title: 'RMSprop',
  description: {
    summary:
      'Adagrad with a short memory: each weight’s step is divided by the recent size of its gradient, so learning ' +
      'does not die away.',
    formula: 'a ← ρ·a + (1−ρ)·g²;  m ← μ·m + η·g / √(a+ε);  w ← w − m',
    source: 'Tieleman & Hinton 2012, lecture 6.5; CS231n, Neural Networks Part 3: RMSprop',
  },
  schema: z.strictObject({ learningRate: learningRate(0.001), rho: decay(0.9), momentum: decay(0), epsilon }),
  fields: {
    learningRate: learningRateField,
    rho: decayField('Rho ρ'),
    momentum: momentumField,
    epsilon: epsilonField,
  },
  code: {
    keras: {
      className: 'RMSprop',
      arguments: { learningRate: 'learning_rate', rho: 'rho', momentum: 'momentum', epsilon: 'epsilon' },
    },
    pytorch: (p) =>
      `torch.optim.RMSprop(model.parameters(), lr=${p.learningRate}, alpha=${p.rho}, eps=${p.epsilon}, momentum=${p.momentum})`,
    tfjs: (p) => `tf.train.rmsprop(${p.learningRate}, ${p.rho}, ${p.momentum}, ${p.epsilon})`,
  },
  slots: () => [
    { name: 'meanSquare', initialValue: 0 },
    { name: 'momentum', initialValue: 0 },
  ],
  update(carrier, { rho, momentum, epsilon }) {
    carrier.apply({
      op: 'rmsprop',
      meanSquare: 'meanSquare',
      momentumSlot: 'momentum',
      rho,
      momentum,
      epsilon,
    });
  },
});
