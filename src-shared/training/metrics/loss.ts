import { defineMeanMetric } from '../metric';

/** Of the data alone, without the penalty on weights. */
export const loss = defineMeanMetric({
  kind: 'loss',
  title: 'Loss',
  summary:
    'What training makes small: the chosen loss, averaged over the examples, without any penalty on weights.',
  format: 'number',
  better: 'lower',
  measures: () => true,
  everyStep: true,
  perExample: (_ops, { losses }) => losses,
});
