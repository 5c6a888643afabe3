import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { decayField, epsilonField, learningRateField } from './fields';
import { decay, epsilon, learningRate } from './hyperparameters';

export const adam = defineOptimizer({
  kind: 'adam',
  title: 'Adam',
  description: {
    summary:
      'Momentum and RMSprop together: a moving average of the gradient, divided by the square root of a moving ' +
      'average of its square, both corrected for their start at zero. A good first choice.',
    formula: 'm ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε)',
    source: 'Kingma & Ba 2015; CS231n, Neural Networks Part 3: Adam',
  },
  schema: z.strictObject({
    learningRate: learningRate(0.001),
    beta1: decay(0.9),
    beta2: decay(0.999),
    epsilon,
  }),
  fields: {
    learningRate: learningRateField,
    beta1: decayField('Beta 1'),
    beta2: decayField('Beta 2'),
    epsilon: epsilonField,
  },
  code: {
    keras: {
      className: 'Adam',
      arguments: { learningRate: 'learning_rate', beta1: 'beta_1', beta2: 'beta_2', epsilon: 'epsilon' },
    },
    pytorch: (p) =>
      `torch.optim.Adam(model.parameters(), lr=${p.learningRate}, betas=(${p.beta1}, ${p.beta2}), eps=${p.epsilon})`,
    tfjs: (p) => `tf.train.adam(${p.learningRate}, ${p.beta1}, ${p.beta2}, ${p.epsilon})`,
  },
  slots: () => [
    { name: 'm', initialValue: 0 },
    { name: 'v', initialValue: 0 },
  ],
  update(carrier, { beta1, beta2, epsilon }) {
    carrier.apply({ op: 'adam', m: 'm', v: 'v', beta1, beta2, epsilon, weightDecay: 0 });
  },
});
