import { answeredRight, isClassification } from './answers';
import { defineMeanMetric } from '../metric';

export const accuracy = defineMeanMetric({
  kind: 'accuracy',
  title: 'Accuracy',
  summary:
    'The share of examples whose class is answered right. Where one class is far more common than the others, ' +
    'always answering that one scores high as well: look at the balanced accuracy beside it.',
  format: 'share',
  better: 'higher',
  measures: isClassification,
  everyStep: true,
  perExample: answeredRight,
});
