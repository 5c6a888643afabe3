import { defineMetric } from '../metric';
import { answersByClass, hitsByClass, isClassification, meanOf } from './answers';

/**
 * F1 of a class is the harmonic mean of its precision and its recall, 2·hits ÷ (examples + answers); classes that
 * neither occur nor are answered are left out. scikit-learn f1_score with average="macro".
 */
export const macroF1 = defineMetric({
  kind: 'macroF1',
  title: 'Macro F1',
  summary:
    'For each class, how many of its examples are found and how many of the answers for it are right, in one number ' +
    '(F1); then the mean over the classes, so that a rare class counts as much as a common one.',
  format: 'share',
  better: 'higher',
  measures: isClassification,
  everyStep: false,
  statistics: [hitsByClass, answersByClass],
  finish([hits, answers], { classCounts }) {
    return meanOf(
      classCounts.flatMap((count, place) => {
        const claims = count + (answers?.[place] ?? NaN);
        return claims === 0 ? [] : [(2 * (hits?.[place] ?? NaN)) / claims];
      }),
    );
  },
});
