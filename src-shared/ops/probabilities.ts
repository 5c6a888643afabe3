import { indexOfLargest } from './largest';

/** exp(score) of each over the sum of all, without overflow. */
export function softmax(scores: ArrayLike<number>): Float32Array {
  const largest = scores[indexOfLargest(scores)] ?? 0;
  const powers = Float32Array.from(scores, (score) => Math.exp(score - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));
