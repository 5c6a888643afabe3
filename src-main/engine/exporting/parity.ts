import type { ParityReport } from '@shared/contract/exports';
import type { Split } from '@shared/runs/run';

/**
 * Largest difference let pass, for outputs up to 1 in size; larger outputs may differ in proportion, since
 * float32 holds about seven digits of them.
 */
const relativeTolerance = 1e-5;

const absent = (value: number | undefined) => value ?? NaN;

function indexOfLargest(values: Float32Array): number {
  return values.indexOf(values.reduce((a, b) => Math.max(a, b), -Infinity));
}

/** Compares what the trainer gives with what another runtime gives, row by row of `width` outputs. */
export function compareOutputs(
  ours: Float32Array,
  theirs: Float32Array,
  { width, split, classification }: { width: number; split: Split; classification: boolean },
): ParityReport {
  const examples = ours.length / width;
  let [largest, sum, same] = [ours.length === theirs.length ? 0 : Infinity, 0, 0];
  ours.forEach((value, index) => {
    const difference = Math.abs(value - absent(theirs[index]));
    // Written so that NaN on either side counts as a difference without bound.
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    sum += difference;
  });
  for (let start = 0; start < ours.length; start += width) {
    const row = [ours, theirs].map((values) => values.subarray(start, start + width));
    const [a, b] = row.map((values) =>
      width === 1 ? Number(absent(values[0]) > 0) : indexOfLargest(values),
    );
    if (a === b) same += 1;
  }
  const tolerance = relativeTolerance * ours.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return {
    examples,
    split,
    largestDifference: largest,
    meanDifference: ours.length === 0 ? 0 : sum / ours.length,
    sameTop1: classification ? same / Math.max(1, examples) : null,
    tolerance,
    passed: examples > 0 && largest <= tolerance,
  };
}
