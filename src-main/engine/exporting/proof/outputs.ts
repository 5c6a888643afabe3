import type { ParityReport } from '@shared/contract/exports';
import { indexOfLargest } from '@shared/ops/largest';
import type { Precision } from '@shared/exporting/onnx';
import type { Split } from '@shared/runs/run';

/**
 * Largest difference let pass, for outputs up to 1 in size; larger outputs may differ in proportion, since
 * float32 holds about seven digits of them.
 */
const relativeTolerance: Readonly<Record<Precision, number>> = {
  float32: 1e-5,
  float16: 1e-2,
  int8: Infinity,
};
/** The loss of accuracy that is let pass, and for values the differences in shares of their own spread. */
const acceptedLoss: Readonly<Record<Precision, number>> = { float32: 0, float16: 0.005, int8: 0.01 };
const acceptedError: Readonly<Record<Precision, number>> = { float32: 0, float16: 0.01, int8: 0.1 };
/** Examples that a report shows. */
const worstShown = 5;

const absent = (value: number | undefined) => value ?? NaN;

/** What the compared outputs are of. */
export interface ComparedExamples {
  /** Outputs an example. */
  readonly width: number;
  readonly split: Split;
  readonly classification: boolean;
  /** Each example's place in the data set; its place among the compared where absent. */
  readonly indices?: readonly number[];
  /** Each example's class, where accuracy is to be told. */
  readonly classes?: ArrayLike<number>;
  /** The score above which a single output means class 1. */
  readonly threshold?: number;
  /** How the file keeps its weights; `float32` where absent. */
  readonly precision?: Precision;
}

/** The difference that is let pass between values of such sizes. */
export function toleranceFor(values: Float32Array, precision: Precision = 'float32'): number {
  return (
    relativeTolerance[precision] *
    values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1)
  );
}

/** Absolute differences, value by value; not a number where something is missing or not finite. */
export function differencesOf(ours: Float32Array, theirs: Float32Array): Float32Array {
  return ours.map((value, index) => {
    const difference = Math.abs(value - absent(theirs[index]));
    return Number.isFinite(difference) ? difference : NaN;
  });
}

/** The largest of each row of `width`; not a number where one of the row is not. */
export function largestByRow(differences: Float32Array, width: number): Float64Array {
  const rows = new Float64Array(differences.length / Math.max(1, width));
  return rows.map((_, row) => Math.max(...differences.subarray(row * width, (row + 1) * width)));
}

/** The rows with the largest differences, those that are not a number before all others. */
export function worstRows(byRow: Float64Array, most: number): number[] {
  const size = (row: number) => (Number.isNaN(byRow[row]) ? Infinity : absent(byRow[row]));
  return [...byRow.keys()].sort((a, b) => size(b) - size(a) || a - b).slice(0, most);
}

/**
 * Compares what the trainer gives with what another runtime gives, row by row of `width` outputs. Where something is
 * missing, or not a finite number on either side, the difference is not a number either, and nothing passes.
 */
export function compareOutputs(
  ours: Float32Array,
  theirs: Float32Array,
  compared: ComparedExamples,
): Omit<ParityReport, 'layers' | 'firstDeviation' | 'secondRuntime' | 'speed'> {
  const { width, split, classification, indices, classes, precision = 'float32' } = compared;
  const examples = ours.length / width;
  const differences = differencesOf(ours, theirs);
  const sorted = differences.slice().sort();
  const sum = differences.reduce((total, difference) => total + difference, 0);
  const comparable = ours.length === theirs.length && Number.isFinite(sum);
  const tolerance = toleranceFor(ours);
  const largest = sorted.at(-1) ?? 0;
  const [answers, theirAnswers] = [ours, theirs].map((values) => answersOf(values, compared, examples));
  const same = answers?.filter((answer, row) => answer === theirAnswers?.[row]).length ?? 0;
  const byRow = largestByRow(differences, width);
  const accuracy =
    classification && classes && answers && theirAnswers
      ? { trainer: shareRight(answers, classes), file: shareRight(theirAnswers, classes) }
      : null;
  const isClose =
    precision === 'float32'
      ? largest <= tolerance
      : accuracy !== null
        ? accuracy.trainer - accuracy.file <= acceptedLoss[precision]
        : rootMeanSquare(differences) <= acceptedError[precision] * spreadOf(ours);
  return {
    examples,
    split,
    largestDifference: comparable ? largest : null,
    meanDifference: comparable ? sum / Math.max(1, ours.length) : null,
    medianDifference: comparable ? percentile(sorted, 0.5) : null,
    percentile95: comparable ? percentile(sorted, 0.95) : null,
    percentile99: comparable ? percentile(sorted, 0.99) : null,
    sameTop1: classification ? same / Math.max(1, examples) : null,
    accuracy,
    precision,
    worst: worstRows(byRow, worstShown).map((row) => ({
      example: indices?.[row] ?? row,
      difference: Number.isFinite(byRow[row]) ? absent(byRow[row]) : null,
    })),
    // An infinite one is none, and JSON cannot say it.
    tolerance: precision === 'float32' ? tolerance : null,
    passed: examples > 0 && comparable && isClose,
  };
}

const rootMeanSquare = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));

/** Standard deviation of the values, all together. */
function spreadOf(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return rootMeanSquare(values.map((value) => value - mean));
}

/** By the nearest rank: a value that was there. */
function percentile(sorted: Float32Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The class that each row answers; -1 where a row is not all numbers. */
function answersOf(
  values: Float32Array,
  { width, threshold = 0 }: ComparedExamples,
  examples: number,
): number[] {
  return Array.from({ length: examples }, (_, row) => {
    const outputs = values.subarray(row * width, (row + 1) * width);
    return width === 1 ? Number(absent(outputs[0]) > threshold) : indexOfLargest(outputs);
  });
}

function shareRight(answers: readonly number[], classes: ArrayLike<number>): number {
  return answers.filter((answer, row) => answer === classes[row]).length / Math.max(1, answers.length);
}
