import { z } from 'zod';
import { numericTarget as targetForm } from '../../frameworks/trainingCode';
import { defineLoss } from '../loss';
import { misfitOfValues } from './fit';
import { numericTarget } from './targets';

export const meanSquaredError = defineLoss({
  kind: 'meanSquaredError',
  title: 'Mean squared error',
  description: {
    summary:
      'The squared difference to the target, averaged over the outputs: the usual loss for numbers. It takes far-off ' +
      'examples very seriously. With classes, the target is 1 for the right one and 0 for the others.',
    formula: 'L = (1/k) Σᵢ (ŷᵢ − yᵢ)²',
    source: 'CS231n, Neural Networks Part 2: Regression; Keras MeanSquaredError',
  },
  schema: z.strictObject({}),
  fields: {},
  code: {
    needsClasses: false,
    keras: (_parameters, place) => ({
      expression: 'keras.losses.MeanSquaredError()',
      target: targetForm(place),
    }),
    pytorch: (_parameters, place) => ({ expression: 'nn.MSELoss()', target: targetForm(place) }),
    tfjs: (_parameters, place) => ({
      expression: '(targets, outputs) => tf.losses.meanSquaredError(targets, outputs)',
      target: targetForm(place),
    }),
  },
  threshold: 0.5,
  misfit: (_parameters, output, task, classes) => misfitOfValues('Mean squared error', output, task, classes),
  perExample(ops, inputs) {
    return ops.mean(ops.square(ops.subtract(inputs.output, numericTarget(ops, inputs))), [-1]);
  },
});
