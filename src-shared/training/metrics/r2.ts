import { defineMetric } from '../metric';
import { isRegression, meanOf } from './answers';

/** 1 − Σ(y − ŷ)² ÷ Σ(y − ȳ)², its mean over several values to predict. scikit-learn r2_score. */
export const r2 = defineMetric({
  kind: 'r2',
  title: 'R²',
  summary:
    'How much of the spread of the true values the predictions explain: 1 is all of it, 0 is no better than always ' +
    'predicting their mean, below 0 is worse than that.',
  format: 'number',
  better: 'higher',
  measures: isRegression,
  everyStep: false,
  statistics: [
    {
      size: ({ targetSize }) => targetSize,
      perExample: (ops, { output, target }) => ops.square(ops.subtract(output, target)),
    },
  ],
  finish([squaredErrors], { squaredDeviations }) {
    return meanOf(
      squaredDeviations.flatMap((spread, place) =>
        spread === 0 ? [] : [1 - (squaredErrors?.[place] ?? NaN) / spread],
      ),
    );
  },
});
