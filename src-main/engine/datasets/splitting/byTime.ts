import { AppError } from '@shared/errors';
import { type SplitRequest, type Splits, shuffled } from './shares';

/** The first place at or after `place` where the time is another than before it. */
function betweenTimes(order: Int32Array, times: Float64Array, place: number): number {
  let at = place;
  while (at > 0 && at < order.length && times[order[at] ?? 0] === times[order[at - 1] ?? 0]) at++;
  return at;
}

/** Where validation begins and where the test, among examples in order of time: the latest are the test's. */
export function beginningsByTime(
  examples: number,
  { validationFraction, testFraction }: Pick<SplitRequest, 'validationFraction' | 'testFraction'>,
): { readonly validation: number; readonly test: number } {
  const test = examples - Math.round(examples * testFraction);
  return { validation: Math.max(0, test - Math.round(examples * validationFraction)), test };
}

/**
 * The earliest examples are for training, then come those for validation, then those for the test, so that nothing is
 * learnt from the future. Examples of one time stay on one side.
 * @throws AppError `badDataset` where a split would be empty.
 */
export function splitByTime(request: SplitRequest, times: Float64Array): Splits {
  const { examples, validationFraction, testFraction, seed } = request;
  const order = Int32Array.from({ length: examples }, (_, index) => index).sort(
    (a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b,
  );
  const beginnings = beginningsByTime(examples, request);
  const validationFrom = betweenTimes(order, times, beginnings.validation);
  const testFrom =
    testFraction === 0 ? examples : betweenTimes(order, times, Math.max(validationFrom, beginnings.test));
  const isEmpty =
    validationFrom === 0 ||
    (validationFraction > 0 && testFrom === validationFrom) ||
    (testFraction > 0 && testFrom === examples);
  if (isEmpty) {
    throw new AppError('badDataset', 'By time, one of the splits would have no example', {
      where: request.place,
      remedy: 'Change the shares, or choose a column with more different times.',
    });
  }
  return {
    training: shuffled(order.subarray(0, validationFrom), seed, -1),
    validation: shuffled(order.subarray(validationFrom, testFrom), seed, -2),
    test: shuffled(order.subarray(testFrom), seed, -3),
  };
}
