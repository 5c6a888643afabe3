import { defineMetric } from '../metric';
import { hitsByClass, isClassification, meanOf } from './answers';

/** Brodersen et al. 2010, The balanced accuracy and its posterior distribution; scikit-learn balanced_accuracy_score. */
export const balancedAccuracy = defineMetric({
  kind: 'balancedAccuracy',
  title: 'Balanced accuracy',
  summary:
    'The accuracy within each class, averaged over the classes, so that a rare class counts as much as a common one. ' +
    'Always answering the same class scores one over the number of classes.',
  format: 'share',
  better: 'higher',
  measures: isClassification,
  everyStep: false,
  statistics: [hitsByClass],
  finish([hits], { classCounts }) {
    return meanOf(
      classCounts.flatMap((count, place) => (count === 0 ? [] : [(hits?.[place] ?? NaN) / count])),
    );
  },
});
