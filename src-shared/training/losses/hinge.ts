import { z } from 'zod';
import { defineLoss } from '../loss';
import { misfitOfBinaryScore } from './fit';
import { signedTarget } from './targets';

export const hinge = defineLoss({
  kind: 'hinge',
  title: 'Hinge (binary SVM)',
  description: {
    summary:
      'Asks the score to be above 1 for class 1 and below −1 for class 0, and charges what is missing. ' +
      'Together with L2 this is a support vector machine.',
    formula: 'L = max(0, 1 − y·s),  y ∈ {−1, +1}',
    source: 'CS231n, Neural Networks Part 1: Binary SVM classifier',
  },
  schema: z.strictObject({}),
  fields: {},
  code: {
    needsClasses: true,
    keras: () => ({ expression: 'keras.losses.Hinge()', target: 'column' }),
    pytorch: () => ({
      expression: 'hinge',
      source: `def hinge(outputs, targets):
    return F.relu(1 - (2 * targets - 1) * outputs).mean()`,
      target: 'column',
    }),
    tfjs: () => ({
      expression: '(targets, outputs) => tf.losses.hingeLoss(targets, outputs)',
      target: 'column',
    }),
  },
  threshold: 0,
  traits: { takesScores: true },
  misfit: (_parameters, output, task, classes) => misfitOfBinaryScore('Hinge', output, task, classes),
  constantOutput: (shares) => shares.map((share) => (share > 0.5 ? 1 : -1)),
  perExample(ops, inputs) {
    const agreement = ops.multiply(signedTarget(ops, inputs), inputs.output);
    return ops.mean(ops.relu(ops.subtract(ops.constant(1), agreement)), [-1]);
  },
});
