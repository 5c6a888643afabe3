import type { Prediction } from '@shared/exporting/predictions/prediction';
import { indexOfLargest } from '@shared/ops/largest';

/** What an answer gives to the class that was answered before. */
export type ScoreOf = (answer: Prediction) => number;

/** Its probability, or else its score; or the value. */
export function probabilityReader(before: Prediction): ScoreOf {
  const { probabilities } = before;
  if (before.value !== null || probabilities === null) return scoreReader(before);
  const place = indexOfLargest(probabilities);
  return (answer) => answer.probabilities?.[place] ?? NaN;
}

/** Its score as it leaves the network; or the value. */
export function scoreReader({ value, probabilities, outputs }: Prediction): ScoreOf {
  if (value !== null) return (answer) => answer.value ?? NaN;
  if (outputs.length > 1) {
    const place = indexOfLargest(outputs);
    return (answer) => answer.outputs[place] ?? NaN;
  }
  // Of two classes with one output a small one speaks for the first.
  const isFirst = probabilities === null ? (outputs[0] ?? 0) < 0 : indexOfLargest(probabilities) === 0;
  const sign = isFirst ? -1 : 1;
  return (answer) => sign * (answer.outputs[0] ?? NaN);
}
