import { z } from 'zod';
import { indexOfLargest } from '../../ops/largest';
import { defineLoss } from '../loss';
import { misfitOfClassScores } from './fit';

export const multiclassHinge = defineLoss({
  kind: 'multiclassHinge',
  title: 'Multiclass hinge (SVM)',
  description: {
    summary:
      'Asks the right class’s score to be higher than every other by the margin Δ, and adds up what is missing ' +
      'for each of the others. Once all margins are met it is content.',
    formula: 'L = Σ_{j≠y} max(0, sⱼ − s_y + Δ)',
    source: 'Weston & Watkins 1999; CS231n, Linear Classification: Multiclass SVM loss (Δ = 1)',
  },
  schema: z.strictObject({ margin: z.number().positive().default(1) }),
  fields: { margin: { label: 'Margin Δ', control: 'number', minimum: 0, step: 0.1 } },
  code: {
    needsClasses: true,
    keras: ({ margin }) => ({
      expression: 'multiclass_hinge',
      source: `def multiclass_hinge(targets, outputs):
    right = ops.sum(targets * outputs, axis=-1, keepdims=True)
    return ops.sum((1 - targets) * ops.relu(outputs - right + ${margin}), axis=-1)`,
      target: 'oneHot',
    }),
    pytorch: ({ margin }) => ({
      expression: 'multiclass_hinge',
      source: `def multiclass_hinge(outputs, targets):
    # PyTorch divides by the number of classes.
    return F.multi_margin_loss(outputs, targets, margin=${margin}) * outputs.shape[1]`,
      target: 'index',
    }),
    tfjs: ({ margin }) => ({
      expression: 'multiclassHinge',
      source: `function multiclassHinge(targets, outputs) {
  return tf.tidy(() => {
    const right = targets.mul(outputs).sum(-1, true);
    const missing = outputs.sub(right).add(${margin}).relu();
    return tf.sub(1, targets).mul(missing).sum(-1);
  });
}`,
      target: 'oneHot',
    }),
  },
  threshold: 0,
  traits: { takesScores: true },
  misfit: (_parameters, output, task, classes) =>
    misfitOfClassScores('Multiclass hinge', output, task, classes),
  // The commonest class by the margin; by how little the others differ says which of them comes next.
  constantOutput(shares, { margin }) {
    const commonest = indexOfLargest(shares);
    return shares.map((share, place) => margin * (place === commonest ? 1 : share * 1e-6));
  },
  perExample(ops, { output, target, classes }, { margin }) {
    const right = ops.oneHot(target, classes);
    const others = ops.subtract(ops.constant(1), right);
    const rightScore = ops.sum(ops.multiply(output, right), [-1], true);
    const missing = ops.relu(ops.add(ops.subtract(output, rightScore), ops.constant(margin)));
    return ops.sum(ops.multiply(missing, others), [-1]);
  },
});
