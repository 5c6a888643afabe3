import { z } from 'zod';
import { defineLoss } from '../loss';
import { misfitOfValues } from './fit';
import { correctClass, numericTarget } from './targets';

export const meanAbsoluteError = defineLoss({
  kind: 'meanAbsoluteError',
  title: 'Mean absolute error',
  description: {
    summary:
      'The distance to the target, averaged over the outputs. A few wild examples do not rule it, as they do the ' +
      'squared error; but its gradient is as large near the target as far away.',
    formula: 'L = (1/k) Σᵢ |ŷᵢ − yᵢ|',
    source: 'CS231n, Neural Networks Part 2: Regression (L1 norm); Keras MeanAbsoluteError',
  },
  schema: z.strictObject({}),
  fields: {},
  misfit: (_parameters, output, task, classes) =>
    misfitOfValues('Mean absolute error', output, task, classes),
  perExample(ops, inputs) {
    return ops.mean(ops.abs(ops.subtract(inputs.output, numericTarget(ops, inputs))), [-1]);
  },
  correct: (ops, inputs) => correctClass(ops, inputs, 0.5),
});
