import type { FileHandle } from 'node:fs/promises';
import { indexOfLargest } from '@shared/ops/largest';
import { Breathing } from './breathing';

/** Inputs whose missing values, written as NaN, become a value of the training split. */
export interface Fill {
  readonly first: number;
  /** Inputs that together are one value: those of a category. */
  readonly width: number;
  readonly how: 'mean' | 'median' | 'commonest';
}

const bytesAtOnce = 1 << 20;

/** Goes over the examples' inputs on disk, some at a time; what `change` says has changed is written back. */
async function overInputs(
  inputs: FileHandle,
  examples: number,
  size: number,
  signal: AbortSignal | undefined,
  change: (values: Float32Array, first: number, count: number) => boolean,
): Promise<void> {
  const perRead = Math.max(1, Math.floor(bytesAtOnce / (4 * size)));
  const buffer = new Uint8Array(perRead * size * 4);
  const values = new Float32Array(buffer.buffer);
  const breathing = new Breathing(signal);
  for (let first = 0; first < examples; first += perRead) {
    const count = Math.min(perRead, examples - first);
    await inputs.read(buffer, 0, count * size * 4, first * size * 4);
    if (change(values, first, count)) await inputs.write(buffer, 0, count * size * 4, first * size * 4);
    await breathing.pause();
  }
}

/** What takes the place of missing values, from the input `first` on. */
export interface FilledIn {
  readonly first: number;
  readonly values: Float32Array;
}

/** The value in the midst; of an even number of them the mean of the two. */
function medianOf(sorted: Float32Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
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
  return how === 'median' ? medianOf(sorted) : commonestOf(sorted);
}

/** For each input of a fill the value that takes the place of NaN. */
async function fitted(
  fill: Fill,
  inputs: FileHandle,
  examples: number,
  size: number,
  isTraining: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { first: place, width, how } = fill;
  if (width === 1) {
    const seen = new Float32Array(examples);
    let length = 0;
    await overInputs(inputs, examples, size, signal, (values, first, count) => {
      for (let index = 0; index < count; index++) {
        const value = values[index * size + place] ?? NaN;
        if (isTraining[first + index] === 1 && !Number.isNaN(value)) seen[length++] = value;
      }
      return false;
    });
    return Float32Array.of(statisticOf(seen.subarray(0, length), how));
  }
  const counts = new Float64Array(width);
  await overInputs(inputs, examples, size, signal, (values, first, count) => {
    for (let index = 0; index < count; index++) {
      if (isTraining[first + index] !== 1) continue;
      for (let category = 0; category < width; category++) {
        if (values[index * size + place + category] === 1) counts[category] = (counts[category] ?? 0) + 1;
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
  inputs: FileHandle,
  examples: number,
  size: number,
  training: Int32Array,
  signal: AbortSignal | undefined,
): Promise<readonly FilledIn[]> {
  if (fills.length === 0) return [];
  const isTraining = new Uint8Array(examples);
  for (const index of training) isTraining[index] = 1;
  const values: FilledIn[] = [];
  for (const fill of fills) {
    const found = await fitted(fill, inputs, examples, size, isTraining, signal);
    values.push({ first: fill.first, values: found });
  }
  await overInputs(inputs, examples, size, signal, (all, _, count) => {
    let isChanged = false;
    for (let index = 0; index < count; index++) {
      for (const { first, values: replacement } of values) {
        const at = index * size + first;
        if (!Number.isNaN(all[at] ?? 0)) continue;
        all.set(replacement, at);
        isChanged = true;
      }
    }
    return isChanged;
  });
  return values;
}
