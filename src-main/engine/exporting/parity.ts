import type { ParityReport } from '@shared/contract/exports';
import { indexOfLargest } from '@shared/ops/largest';
import type { Split } from '@shared/runs/run';

/**
 * Largest difference let pass, for outputs up to 1 in size; larger outputs may differ in proportion, since
 * float32 holds about seven digits of them.
 */
const relativeTolerance = 1e-5;

const absent = (value: number | undefined) => value ?? NaN;

/**
 * Compares what the trainer gives with what another runtime gives, row by row of `width` outputs. Where something is
 * missing, or not a finite number on either side, the difference is not a number either, and nothing passes.
 */
export function compareOutputs(
  ours: Float32Array,
  theirs: Float32Array,
  { width, split, classification }: { width: number; split: Split; classification: boolean },
): ParityReport {
  const examples = ours.length / width;
  let [largest, sum, same] = [0, 0, 0];
  ours.forEach((value, index) => {
    const difference = Math.abs(value - absent(theirs[index]));
    largest = Math.max(largest, difference);
    sum += difference;
  });
  for (let start = 0; start < ours.length; start += width) {
    const row = [ours, theirs].map((values) => values.subarray(start, start + width));
    const [a, b] = row.map((values) =>
      width === 1 ? Number(absent(values[0]) > 0) : indexOfLargest(values),
    );
    if (a === b) same += 1;
  }
  const comparable = ours.length === theirs.length && Number.isFinite(sum);
  const tolerance =
    relativeTolerance *
    ours.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1);
  return {
    examples,
    split,
    largestDifference: comparable ? largest : null,
    meanDifference: comparable ? sum / Math.max(1, ours.length) : null,
    sameTop1: classification ? same / Math.max(1, examples) : null,
    tolerance,
    passed: examples > 0 && comparable && largest <= tolerance,
  };
}
