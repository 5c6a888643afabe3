import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { decayField, epsilonField, learningRateField } from './fields';
import { decay, epsilon, learningRate } from './hyperparameters';

export const adadelta = defineOptimizer({
  kind: 'adadelta',
  title: 'Adadelta',
  description: {
    summary:
      'Measures each step by the size of recent steps and recent gradients, so that it hardly needs a learning ' +
      'rate: 1 is the paper’s, 0.001 Keras’s cautious default.',
    formula: 'a ← ρ·a + (1−ρ)·g²;  u = g·√(d+ε) / √(a+ε);  d ← ρ·d + (1−ρ)·u²;  w ← w − η·u',
    source: 'Zeiler 2012, ADADELTA: An Adaptive Learning Rate Method',
  },
  schema: z.strictObject({ learningRate: learningRate(0.001), rho: decay(0.95), epsilon }),
  fields: { learningRate: learningRateField, rho: decayField('Rho ρ'), epsilon: epsilonField },
  code: {
    keras: {
      className: 'Adadelta',
      arguments: { learningRate: 'learning_rate', rho: 'rho', epsilon: 'epsilon' },
    },
    pytorch: (p) =>
      `torch.optim.Adadelta(model.parameters(), lr=${p.learningRate}, rho=${p.rho}, eps=${p.epsilon})`,
    tfjs: (p) => `tf.train.adadelta(${p.learningRate}, ${p.rho}, ${p.epsilon})`,
  },
  slots: () => [
    { name: 'accumulatedGradient', initialValue: 0 },
    { name: 'accumulatedUpdate', initialValue: 0 },
  ],
  update(carrier, { rho, epsilon }) {
    carrier.apply({
      op: 'adadelta',
      accumulator: 'accumulatedGradient',
      accumulatedUpdate: 'accumulatedUpdate',
      rho,
      epsilon,
    });
  },
});
