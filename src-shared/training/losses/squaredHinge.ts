import { z } from 'zod';
import { defineLoss } from '../loss';
import { misfitOfBinaryScore } from './fit';
import { signedTarget } from './targets';

export const squaredHinge = defineLoss({
  kind: 'squaredHinge',
  title: 'Squared hinge (L2-SVM)',
  description: {
    summary:
      'The hinge loss squared: smooth at the margin, and harder on scores that are far on the wrong side.',
    formula: 'L = max(0, 1 − y·s)²,  y ∈ {−1, +1}',
    source: 'CS231n, Linear Classification: L2-SVM; Keras SquaredHinge',
  },
  schema: z.strictObject({}),
  fields: {},
  code: {
    needsClasses: true,
    keras: () => ({ expression: 'keras.losses.SquaredHinge()', target: 'column' }),
    pytorch: () => ({
      expression: 'squared_hinge',
      source: `def squared_hinge(outputs, targets):
    return F.relu(1 - (2 * targets - 1) * outputs).square().mean()`,
      target: 'column',
    }),
    tfjs: () => ({
      expression: 'squaredHinge',
      source: `function squaredHinge(targets, outputs) {
  return tf.tidy(() => tf.sub(1, targets.mul(2).sub(1).mul(outputs)).relu().square().mean());
}`,
      target: 'column',
    }),
  },
  threshold: 0,
  traits: { takesScores: true },
  misfit: (_parameters, output, task, classes) => misfitOfBinaryScore('Squared hinge', output, task, classes),
  constantOutput: (shares) => shares.map((share) => 2 * share - 1),
  perExample(ops, inputs) {
    const agreement = ops.multiply(signedTarget(ops, inputs), inputs.output);
    return ops.mean(ops.square(ops.relu(ops.subtract(ops.constant(1), agreement))), [-1]);
  },
});
