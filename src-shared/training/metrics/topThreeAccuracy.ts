import { defineMeanMetric } from '../metric';
import { isClassification } from './answers';

const places = 3;

/** Among equal scores the first come first, as where a single class is answered. */
export const topThreeAccuracy = defineMeanMetric({
  kind: 'topThreeAccuracy',
  title: 'Top-3 accuracy',
  summary:
    'The share of examples whose class is among the three with the highest scores: of many classes, some are hard to ' +
    'tell apart.',
  format: 'share',
  better: 'higher',
  measures: (targets) => isClassification(targets) && targets.classes > places,
  everyStep: false,
  perExample(ops, { output, target, classes }) {
    const own = ops.sum(ops.multiply(output, ops.oneHot(target, classes)), [-1], true);
    const place = ops.reshape(ops.cast(target, 'float32'), [null, 1]);
    const numbers = ops.constant(Float32Array.from({ length: classes }, (_, index) => index));
    const asFloat = (condition: typeof own) => ops.cast(condition, 'float32');
    // Counted by who is behind: a score that is no number is behind nobody, and nobody is behind it.
    const lower = asFloat(ops.greater(own, output));
    const equalAndLater = ops.multiply(asFloat(ops.equal(own, output)), asFloat(ops.greater(numbers, place)));
    const behind = ops.sum(ops.add(lower, equalAndLater), [-1]);
    return asFloat(ops.greaterEqual(behind, ops.constant(classes - places)));
  },
});
