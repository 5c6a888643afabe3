import type { Picture } from '@shared/contract/events';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { Pace } from './pace';
import type { TrainingData, TrainingSession } from '../session/session';
import { predictExamples, predictInputs, type Slices } from '../session/slices';

const gridSide = 64;
const fitPoints = 200;
/** Examples that a confusion matrix or a scatter is counted over, at the most. */
const mostExamples = 2000;

export interface PictureSource {
  readonly session: TrainingSession;
  readonly data: TrainingData;
  readonly training: ResolvedTraining;
  readonly outputs: number;
  /** Whether the network's own last layer gives probabilities. */
  readonly givesProbabilities: boolean;
}

/** What the network makes of its task now, in the form that suits the task. */
export function* drawPicture(source: PictureSource, step: number, pace: Pace): Slices<Picture> {
  const { data } = source;
  const features = data.inputShape.length === 1 ? data.inputShape[0] : 0;
  if (data.task === 'classification')
    return yield* features === 2 ? boundary(source, step, pace) : confusion(source, step, pace);
  return yield* features === 1 && data.targetSize === 1
    ? fit(source, step, pace)
    : scatter(source, step, pace);
}

/** The range of one feature over all examples, widened by a tenth on each side. */
function featureRange(data: TrainingData, feature: number, features: number): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let at = feature; at < data.inputs.length; at += features) {
    const value = data.inputs[at] ?? 0;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const margin = (most - least || 1) * 0.1;
  return [least - margin, most + margin];
}

function between([from, to]: readonly [number, number], index: number, count: number): number {
  return from + ((to - from) * index) / (count - 1);
}

function* boundary(source: PictureSource, step: number, pace: Pace): Slices<Picture> {
  const xRange = featureRange(source.data, 0, 2);
  const yRange = featureRange(source.data, 1, 2);
  const grid = new Float32Array(gridSide * gridSide * 2);
  for (let row = 0; row < gridSide; row++) {
    for (let column = 0; column < gridSide; column++) {
      grid[(row * gridSide + column) * 2] = between(xRange, column, gridSide);
      grid[(row * gridSide + column) * 2 + 1] = between(yRange, row, gridSide);
    }
  }
  const { session, outputs: width } = source;
  const outputs = yield* predictInputs(session, grid, gridSide * gridSide, width, pace);
  const probabilities = classProbabilities(source, outputs).map((p) => Math.round(p * 1000) / 1000);
  const classes = Math.max(2, source.data.classes);
  return {
    kind: 'boundary',
    step,
    xRange,
    yRange,
    columns: gridSide,
    rows: gridSide,
    classes,
    probabilities,
  };
}

/**
 * Probabilities of each class, row by row. Margins of the hinge losses are shown through the logistic function,
 * which places the boundary where it is.
 */
function classProbabilities(source: PictureSource, outputs: Float32Array): number[] {
  const { outputs: width, givesProbabilities, training } = source;
  // A score around 0 is a margin; one around ½ is compared with the classes' numbers and so taken as it is.
  const isMargin = !givesProbabilities && training.loss.definition.threshold === 0;
  const probabilities: number[] = [];
  for (let start = 0; start < outputs.length; start += width) {
    const row = outputs.subarray(start, start + width);
    if (width === 1) {
      const value = row[0] ?? 0;
      const positive = isMargin ? 1 / (1 + Math.exp(-value)) : clamp(value);
      probabilities.push(1 - positive, positive);
    } else {
      probabilities.push(...(givesProbabilities ? row : softmax(row)));
    }
  }
  return probabilities;
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

function softmax(scores: Float32Array): Float32Array {
  const largest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

function* fit({ session, data, outputs }: PictureSource, step: number, pace: Pace): Slices<Picture> {
  const range = featureRange(data, 0, 1);
  const x = Float32Array.from({ length: fitPoints }, (_, index) => between(range, index, fitPoints));
  const y = yield* predictInputs(session, x, fitPoints, outputs, pace);
  return { kind: 'fit', step, x: [...x], y: [...y] };
}

/** Validation examples where there are any, else training examples. */
function shownExamples(data: TrainingData): { split: 'validation' | 'training'; indices: Int32Array } {
  const split = data.splits.validation.length > 0 ? 'validation' : 'training';
  return { split, indices: data.splits[split].subarray(0, mostExamples) };
}

function* confusion(source: PictureSource, step: number, pace: Pace): Slices<Picture> {
  const { data, session, outputs: width } = source;
  const { split, indices } = shownExamples(data);
  const outputs = yield* predictExamples(session, indices, width, pace);
  const classes = Math.max(2, data.classes);
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  indices.forEach((example, at) => {
    const row = counts[data.targets[example] ?? 0];
    const taken = predictedClass(source, outputs.subarray(at * width, (at + 1) * width));
    if (row?.[taken] !== undefined) row[taken] += 1;
  });
  return { kind: 'confusion', step, split, counts };
}

function predictedClass({ training }: PictureSource, row: Float32Array): number {
  if (row.length > 1) return row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity));
  return (row[0] ?? 0) > training.loss.definition.threshold ? 1 : 0;
}

function* scatter(source: PictureSource, step: number, pace: Pace): Slices<Picture> {
  const { data, session, outputs: width } = source;
  const { indices } = shownExamples(data);
  const outputs = yield* predictExamples(session, indices, width, pace);
  const truth = Array.from(indices, (example) => data.targets[example * data.targetSize] ?? 0);
  const predicted = Array.from(indices, (_, at) => outputs[at * width] ?? 0);
  return { kind: 'scatter', step, truth, predicted };
}
