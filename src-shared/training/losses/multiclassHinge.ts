import { z } from 'zod';
import { defineLoss } from '../loss';
import { misfitOfClassScores } from './fit';
import { correctClass } from './targets';

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
  misfit: (_parameters, output, task, classes) =>
    misfitOfClassScores('Multiclass hinge', output, task, classes),
  perExample(ops, { output, target, classes }, { margin }) {
    const right = ops.oneHot(target, classes);
    const others = ops.subtract(ops.constant(1), right);
    const rightScore = ops.sum(ops.multiply(output, right), [-1], true);
    const missing = ops.relu(ops.add(ops.subtract(output, rightScore), ops.constant(margin)));
    return ops.sum(ops.multiply(missing, others), [-1]);
  },
  correct: (ops, inputs) => correctClass(ops, inputs, 0),
});
