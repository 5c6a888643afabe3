import { defineMeanMetric } from '../metric';
import { isRegression } from './answers';

export const meanAbsoluteError = defineMeanMetric({
  kind: 'meanAbsoluteError',
  title: 'Mean absolute error',
  summary: 'How far the predictions are off on average, in the units of what is predicted.',
  format: 'number',
  better: 'lower',
  measures: isRegression,
  everyStep: false,
  perExample: (ops, { output, target }) => ops.mean(ops.abs(ops.subtract(output, target)), [-1]),
});
