import { indexOfLargest } from './largest';

/** exp(score) of each over the sum of all, without overflow. */
export function softmax(scores: ArrayLike<number>): Float32Array {
  const largest = scores[indexOfLargest(scores)] ?? 0;
  const shares = new Float32Array(scores.length);
  let sum = 0;
  for (let at = 0; at < shares.length; at++) {
    shares[at] = Math.exp((scores[at] ?? NaN) - largest);
    sum += shares[at] ?? NaN;
  }
  for (let at = 0; at < shares.length; at++) shares[at] = (shares[at] ?? NaN) / sum;
  return shares;
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
