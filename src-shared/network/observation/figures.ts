import type { LayerId } from '../../ids';
import type { Ops } from '../../ops/ops';
import { sizeOf } from '../../ops/shape';
import type { InferredNetwork } from '../inference';
import { liveRangeOf, type LiveRange } from './liveRange';

/** Bars of a layer's histogram, between its smallest and its largest value. */
export const histogramBars = 16;

/** Values of a large output that its histogram counts, about; and examples that it counts at the least. */
const countedValues = 2 ** 16;
const countedExamples = 4;

/** A unit whose deviation over the examples is below this share of its mean says the same of all of them. */
const constantShare = 1e-3;

/** A weight, or a part of it, with its gradient and with what it was before the last step. */
export interface ObservedBlock<T> {
  readonly value: T;
  /** Null where the loss does not depend on it. */
  readonly gradient: T | null;
  readonly before: T;
}

/** A batch that has gone through a network. */
export interface ObservedPass<T> {
  readonly activations: ReadonlyMap<LayerId, T>;
  /** The derivative of the batch's mean loss with respect to a layer's output; null where there is none. */
  gradientOf(layer: LayerId): T | null;
  /** The blocks of a weight that is learned. */
  blocksOf(layer: LayerId, weight: string): readonly ObservedBlock<T>[];
  /** A weight's value, whole. */
  weight(layer: LayerId, name: string): T;
  /** The loss of each example, float32 [batch]. */
  readonly losses: T;
  /** How often each class is answered, float32 [classes]; null for regression. */
  readonly answers: T | null;
}

/** A figure among others: whose it is, what, and how many numbers it has. */
export interface FigurePlace {
  /** Null for what belongs to the net as a whole. */
  readonly layer: LayerId | null;
  /** Of the layer's output where absent. */
  readonly weight?: string;
  readonly name: string;
  readonly size: number;
}

/** The algebra that figures are measured in: that of layers, and counting. */
export interface FigureOps<T> extends Ops<T> {
  /** How often each index below `size` occurs, float32 [size]; whatever is below 0 counts as 0. */
  countEach(indices: T, size: number): T;
  /** The first so many examples of a batch. */
  first(x: T, examples: number): T;
  /** Scalars side by side. */
  pack(scalars: readonly T[]): T;
}

/**
 * What is measured of a batch: all figures side by side, float32 [numbers], and where each stands. Of deviations and norms
 * there is the square, as the root of a number costs nothing where it is read.
 */
export interface TracedFigures<T> {
  readonly places: readonly FigurePlace[];
  readonly values: T;
}

/**
 * Measures a batch in the net: for each layer its output, the loss's gradient there, and its weights.
 * @param sizes examples of the batch, and classes
 */
export function traceFigures<T>(
  ops: FigureOps<T>,
  network: InferredNetwork,
  pass: ObservedPass<T>,
  sizes: { readonly examples: number; readonly classes: number },
): TracedFigures<T> {
  const writer = new FigureWriter(ops);
  writer.add({ layer: null, name: 'losses', size: sizes.examples }, pass.losses);
  if (pass.answers !== null) writer.add({ layer: null, name: 'answers', size: sizes.classes }, pass.answers);
  for (const layer of network.layers) {
    const output = pass.activations.get(layer.id);
    if (output === undefined) throw new Error(`layer ${layer.id} was not traced`);
    const own = (name: string, value: T, size = 1) => writer.add({ layer: layer.id, name, size }, value);
    describeOutput(ops, output, sizes.examples, own);
    const range = liveRangeOf(layer);
    const before = layer.from[0] === undefined ? undefined : pass.activations.get(layer.from[0]);
    if (range !== null && before !== undefined)
      describeFlatness(ops, before, range, layer.outputShape.at(-1) ?? 1, own);
    own('gradientSquares', squaresOf(ops, [pass.gradientOf(layer.id)]));
    for (const { name: weight, trainable } of layer.weights) {
      const put = (name: string, value: T) => writer.add({ layer: layer.id, weight, name, size: 1 }, value);
      if (trainable) describeLearned(ops, pass.blocksOf(layer.id, weight), put);
      else describeMoving(ops, pass.weight(layer.id, weight), put);
    }
  }
  return writer.done();
}

type Put<T> = (name: string, value: T, size?: number) => void;

/**
 * What an output is like. A look at a net of convolutions is as good as all passes over large tensors, so each is made
 * once: mean and deviation follow from those of the units.
 */
function describeOutput<T>(ops: FigureOps<T>, output: T, examples: number, put: Put<T>): void {
  const axes = axesOf(ops, output);
  const ofUnits = momentsOfUnits(ops, output);
  const mean = ops.mean(ofUnits.mean, axes);
  const between = ops.square(ops.subtract(ofUnits.mean, mean));
  put('mean', mean);
  put('variance', ops.mean(ops.add(ofUnits.variance, between), axes));
  put('constant', constantUnits(ops, ofUnits));
  put('zeros', shareOf(ops, ops.equal(output, ops.constant(0)), axes));
  const [least, most] = [leastOf(ops, output, axes), ops.max(output, axes)];
  put('minimum', least);
  put('maximum', most);
  put('bars', countBars(ops, firstOf(ops, output, examples), least, most), histogramBars);
}

/** Mean and variance of each unit over the examples and, of channels, over all places; of the output's rank. */
interface UnitMoments<T> {
  readonly mean: T;
  readonly variance: T;
}

function momentsOfUnits<T>(ops: Ops<T>, output: T): UnitMoments<T> {
  const others = axesOf(ops, output).slice(0, -1);
  const mean = ops.mean(output, others, true);
  return { mean, variance: ops.mean(ops.square(ops.subtract(output, mean)), others, true) };
}

/** Share of the units that say the same of all examples, at all places. */
function constantUnits<T>(ops: Ops<T>, { mean, variance }: UnitMoments<T>): T {
  const bound = ops.multiply(ops.abs(mean), ops.constant(constantShare));
  return shareOf(ops, ops.greaterEqual(bound, ops.sqrt(variance)), axesOf(ops, mean));
}

/** The output of as many examples as are counted, of all where there are few values: counting is the dearest of figures. */
function firstOf<T>(ops: FigureOps<T>, output: T, examples: number): T {
  const ofExample = sizeOf(ops.shapeOf(output).slice(1).map(Number));
  const counted = Math.max(countedExamples, Math.floor(countedValues / ofExample));
  return counted < examples ? ops.first(output, counted) : output;
}

/** How many values lie in each bar. What has no place in any, because a value is not finite, is counted in the first. */
function countBars<T>(ops: FigureOps<T>, output: T, least: T, most: T): T {
  const perUnit = ops.divide(ops.constant(histogramBars), ops.subtract(most, least));
  const place = ops.multiply(ops.subtract(output, least), perUnit);
  return ops.countEach(ops.cast(ops.minimum(place, ops.constant(histogramBars - 1)), 'int32'), histogramBars);
}

/** Share of the values where the activation is flat, and which units are flat for every example, at every place. */
function describeFlatness<T>(
  ops: Ops<T>,
  input: T,
  [low, high]: LiveRange,
  units: number,
  put: Put<T>,
): void {
  const above = low === -Infinity ? null : ops.cast(ops.greater(input, ops.constant(low)), 'float32');
  const below = high === Infinity ? null : ops.cast(ops.greater(ops.constant(high), input), 'float32');
  const live = above === null ? below : below === null ? above : ops.multiply(above, below);
  if (live === null) return;
  const axes = axesOf(ops, input);
  const ofUnits = ops.mean(live, axes.slice(0, -1));
  put('flat', ops.subtract(ops.constant(1), ops.mean(ofUnits, [0])));
  put('stuckUnits', ops.cast(ops.equal(ofUnits, ops.constant(0)), 'float32'), units);
}

function describeLearned<T>(ops: Ops<T>, blocks: readonly ObservedBlock<T>[], put: Put<T>): void {
  put(
    'squares',
    squaresOf(
      ops,
      blocks.map(({ value }) => value),
    ),
  );
  put(
    'gradientSquares',
    squaresOf(
      ops,
      blocks.map(({ gradient }) => gradient),
    ),
  );
  put(
    'updateSquares',
    squaresOf(
      ops,
      blocks.map(({ value, before }) => ops.subtract(value, before)),
    ),
  );
}

function describeMoving<T>(ops: Ops<T>, value: T, put: Put<T>): void {
  const axes = axesOf(ops, value);
  put('mean', ops.mean(value, axes));
  put('minimum', leastOf(ops, value, axes));
  put('maximum', ops.max(value, axes));
}

function axesOf<T>(ops: Ops<T>, x: T): number[] {
  return ops.shapeOf(x).map((_, axis) => axis);
}

function leastOf<T>(ops: Ops<T>, x: T, axes: readonly number[]): T {
  return ops.negate(ops.max(ops.negate(x), axes));
}

function shareOf<T>(ops: Ops<T>, condition: T, axes: readonly number[]): T {
  return ops.mean(ops.cast(condition, 'float32'), axes);
}

/** The squared norm of several tensors as one vector. */
function squaresOf<T>(ops: Ops<T>, tensors: readonly (T | null)[]): T {
  const [first, ...others] = tensors.flatMap((tensor) =>
    tensor === null ? [] : [ops.sum(ops.square(tensor), axesOf(ops, tensor))],
  );
  return first === undefined ? ops.constant(0) : others.reduce((sum, each) => ops.add(sum, each), first);
}

/** Gathers figures, in the order in which they are written. */
class FigureWriter<T> {
  private readonly places: FigurePlace[] = [];
  private readonly vectors: T[] = [];
  /** Those behind the last vector. */
  private scalars: T[] = [];

  constructor(private readonly ops: FigureOps<T>) {}

  add(place: FigurePlace, value: T): void {
    this.places.push(place);
    if (this.ops.shapeOf(value).length === 0) {
      this.scalars.push(value);
      return;
    }
    this.endScalars();
    this.vectors.push(this.ops.reshape(value, [place.size]));
  }

  done(): TracedFigures<T> {
    this.endScalars();
    return { places: this.places, values: this.ops.concatenate(this.vectors, 0) };
  }

  private endScalars(): void {
    if (this.scalars.length > 0) this.vectors.push(this.ops.pack(this.scalars));
    this.scalars = [];
  }
}
