import { z } from 'zod';
import { defineOptimizer } from '../optimizer';
import { decayField, epsilonField, learningRateField } from './fields';
import { decay, epsilon, learningRate } from './hyperparameters';

export const adamw = defineOptimizer({
  kind: 'adamw',
  title: 'AdamW',
  description: {
    summary:
      'Adam whose weight decay acts on the weights directly and not through the gradient, where Adam would divide ' +
      'it away. As in Keras, the decay applies to every parameter, biases included.',
    formula: 'w ← w − η·λ·w;  then Adam’s step',
    source: 'Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization; Keras AdamW',
  },
  schema: z.strictObject({
    learningRate: learningRate(0.001),
    weightDecay: z.number().min(0).default(0.004),
    beta1: decay(0.9),
    beta2: decay(0.999),
    epsilon,
  }),
  fields: {
    learningRate: learningRateField,
    weightDecay: { label: 'Weight decay λ', control: 'number', minimum: 0 },
    beta1: decayField('Beta 1'),
    beta2: decayField('Beta 2'),
    epsilon: epsilonField,
  },
  code: {
    keras: {
      className: 'AdamW',
      arguments: {
        learningRate: 'learning_rate',
        weightDecay: 'weight_decay',
        beta1: 'beta_1',
        beta2: 'beta_2',
        epsilon: 'epsilon',
      },
    },
    pytorch: (p) =>
      `torch.optim.AdamW(model.parameters(), lr=${p.learningRate}, betas=(${p.beta1}, ${p.beta2}), eps=${p.epsilon}, weight_decay=${p.weightDecay})`,
    tfjs: (p) => `tf.train.adam(${p.learningRate}, ${p.beta1}, ${p.beta2}, ${p.epsilon})`,
    tfjsLacks: ({ weightDecay }) => `AdamW: this is Adam without the weight decay of ${weightDecay}`,
  },
  slots: () => [
    { name: 'm', initialValue: 0 },
    { name: 'v', initialValue: 0 },
  ],
  update(carrier, { beta1, beta2, epsilon, weightDecay }) {
    carrier.apply({ op: 'adam', m: 'm', v: 'v', beta1, beta2, epsilon, weightDecay });
  },
});
