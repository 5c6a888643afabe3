import { z } from 'zod';
import { numericTarget as targetForm } from '../../frameworks/trainingCode';
import { defineLoss } from '../loss';
import { misfitOfValues } from './fit';
import { numericTarget } from './targets';

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
  code: {
    needsClasses: false,
    keras: (_parameters, place) => ({
      expression: 'keras.losses.MeanAbsoluteError()',
      target: targetForm(place),
    }),
    pytorch: (_parameters, place) => ({ expression: 'nn.L1Loss()', target: targetForm(place) }),
    tfjs: (_parameters, place) => ({
      expression: '(targets, outputs) => tf.losses.absoluteDifference(targets, outputs)',
      target: targetForm(place),
    }),
  },
  threshold: 0.5,
  misfit: (_parameters, output, task, classes) =>
    misfitOfValues('Mean absolute error', output, task, classes),
  perExample(ops, inputs) {
    return ops.mean(ops.abs(ops.subtract(inputs.output, numericTarget(ops, inputs))), [-1]);
  },
});
