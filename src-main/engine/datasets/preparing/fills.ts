import { indexOfLargest } from '@shared/ops/largest';
import { quantile } from '@shared/statistics/describe';
import { maskOf, overInputs, type WrittenInputs } from './writtenInputs';

/** Inputs whose missing values, written as NaN, become a value of the training split. */
export interface Fill {
  readonly first: number;
  /** Inputs that together are one value: those of a category. */
  readonly width: number;
  readonly how: 'mean' | 'median' | 'commonest';
}

/** What takes the place of missing values, from the input `first` on. */
export interface FilledIn {
  readonly first: number;
  readonly values: Float32Array;
}

/** The value that comes most often, the smallest of several. */
function commonestOf(sorted: Float32Array): number {
  let [best, longest, start] = [sorted[0] ?? 0, 0, 0];
  for (let index = 1; index <= sorted.length; index++) {
    if (index < sorted.length && sorted[index] === sorted[start]) continue;
    if (index - start > longest) [best, longest] = [sorted[start] ?? 0, index - start];
    start = index;
  }
  return best;
}

function statisticOf(values: Float32Array, how: Fill['how']): number {
  if (values.length === 0) return 0;
  if (how === 'mean') return values.reduce((sum, value) => sum + value, 0) / values.length;
  const sorted = values.sort();
  return how === 'median' ? quantile(sorted, 0.5) : commonestOf(sorted);
}

/** For each input of a fill the value that takes the place of NaN. */
async function fitted(
  { first: place, width, how }: Fill,
  inputs: WrittenInputs,
  isTraining: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { examples, size } = inputs;
  if (width === 1) {
    const seen = new Float32Array(examples);
    let length = 0;
    await overInputs(inputs, signal, (values, first) => {
      for (let at = 0; at < values.length; at += size) {
        const value = values[at + place] ?? NaN;
        if (isTraining[first + at / size] === 1 && !Number.isNaN(value)) seen[length++] = value;
      }
      return false;
    });
    return Float32Array.of(statisticOf(seen.subarray(0, length), how));
  }
  const counts = new Float64Array(width);
  await overInputs(inputs, signal, (values, first) => {
    for (let at = 0; at < values.length; at += size) {
      if (isTraining[first + at / size] !== 1) continue;
      for (let category = 0; category < width; category++) {
        if (values[at + place + category] === 1) counts[category] = (counts[category] ?? 0) + 1;
      }
    }
    return false;
  });
  const filled = new Float32Array(width);
  filled[indexOfLargest(counts)] = 1;
  return filled;
}

/**
 * Puts values of the training split in the place of missing ones (NaN), in all splits. In memory is one input of all
 * examples at a time.
 * @returns the values
 */
export async function fillMissing(
  fills: readonly Fill[],
  inputs: WrittenInputs,
  training: Int32Array,
  signal: AbortSignal | undefined,
): Promise<readonly FilledIn[]> {
  if (fills.length === 0) return [];
  const isTraining = maskOf(training, inputs.examples);
  const filled: FilledIn[] = [];
  for (const fill of fills) {
    filled.push({ first: fill.first, values: await fitted(fill, inputs, isTraining, signal) });
  }
  await overInputs(inputs, signal, (values) => {
    let isChanged = false;
    for (let at = 0; at < values.length; at += inputs.size) {
      for (const { first, values: replacement } of filled) {
        if (!Number.isNaN(values[at + first] ?? 0)) continue;
        values.set(replacement, at + first);
        isChanged = true;
      }
    }
    return isChanged;
  });
  return filled;
}
