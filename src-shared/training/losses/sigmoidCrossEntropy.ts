import { z } from 'zod';
import { defineLoss } from '../loss';
import { misfitOfEitherScore } from './fit';
import { correctClass, numericTarget } from './targets';

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
  misfit: (_parameters, output, task, classes) =>
    misfitOfEitherScore('Sigmoid cross-entropy', output, task, classes),
  perExample(ops, inputs) {
    const { output } = inputs;
    const target = numericTarget(ops, inputs);
    // −log σ(s) is softplus(−s): this form neither overflows nor cancels, and its gradient is exact at 0.
    const ifOne = ops.multiply(target, ops.softplus(ops.negate(output)));
    const ifZero = ops.multiply(ops.subtract(ops.constant(1), target), ops.softplus(output));
    return ops.mean(ops.add(ifOne, ifZero), [-1]);
  },
  correct: (ops, inputs) => correctClass(ops, inputs, 0),
});
