import { z } from 'zod';
import { numericTarget as targetForm } from '../../frameworks/trainingCode';
import { defineLoss } from '../loss';
import { misfitOfEitherScore } from './fit';
import { logOfShare, numericTarget } from './targets';

export const sigmoidCrossEntropy = defineLoss({
  kind: 'sigmoidCrossEntropy',
  title: 'Sigmoid cross-entropy',
  description: {
    summary:
      'Logistic regression’s loss: the sigmoid of the output is the probability of class 1. With one output per ' +
      'class, each answers yes or no for its own class, and their losses are averaged.',
    formula: 'L = −y·log σ(s) − (1 − y)·log(1 − σ(s))',
    source: 'CS231n, Neural Networks Part 1: Single neuron as a linear classifier; Keras BinaryCrossentropy',
  },
  schema: z.strictObject({}),
  fields: {},
  code: {
    needsClasses: true,
    keras: (_parameters, place) => ({
      expression: 'keras.losses.BinaryCrossentropy(from_logits=True)',
      target: targetForm(place),
    }),
    pytorch: (_parameters, place) => ({ expression: 'nn.BCEWithLogitsLoss()', target: targetForm(place) }),
    tfjs: (_parameters, place) => ({
      expression: '(targets, outputs) => tf.losses.sigmoidCrossEntropy(targets, outputs)',
      target: targetForm(place),
    }),
  },
  threshold: 0,
  traits: { takesScores: true, appliesActivation: 'sigmoid' },
  misfit: (_parameters, output, task, classes) =>
    misfitOfEitherScore('Sigmoid cross-entropy', output, task, classes),
  constantOutput: (shares) => shares.map((share) => logOfShare(share) - logOfShare(1 - share)),
  perExample(ops, inputs) {
    const { output } = inputs;
    const target = numericTarget(ops, inputs);
    // −log σ(s) is softplus(−s): this form neither overflows nor cancels, and its gradient is exact at 0.
    const ifOne = ops.multiply(target, ops.softplus(ops.negate(output)));
    const ifZero = ops.multiply(ops.subtract(ops.constant(1), target), ops.softplus(output));
    return ops.mean(ops.add(ifOne, ifZero), [-1]);
  },
});
