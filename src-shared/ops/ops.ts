import type { Dtype, TensorShape } from './shape';

export type Padding = 'same' | 'valid';

export interface ConvolutionOptions {
  /** Vertical and horizontal step. */
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  /** Spacing of the kernel's taps, vertical and horizontal; [1, 1] is the ordinary convolution. Not with strides. */
  readonly dilations: readonly [number, number];
}

export interface PoolingOptions {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
}

/** Which random numbers: those of one use (`stream`) in the run's seed and the current step. */
export interface RandomStream {
  readonly stream: number;
}

/** Rows and columns on each side of an image: top, bottom, left, right. */
export type ImageEdges = readonly [top: number, bottom: number, left: number, right: number];

/**
 * The tensor algebra that layers, losses, metrics and regularizers are written in. `T` is whatever the
 * implementation traces with: a node of a TensorFlow graph, a node of an ONNX graph, a tfjs tensor.
 *
 * Images are [batch, height, width, channels]. Binary operations broadcast as NumPy does. Axes count from 0
 * with the batch axis included; negative axes count from the end. Nothing here draws from unseeded randomness.
 */
export interface Ops<T> {
  shapeOf(x: T): TensorShape;
  dtypeOf(x: T): Dtype;

  /** A float32 constant, in row-major order; a scalar where no shape is given. */
  constant(values: number | readonly number[] | Float32Array, shape?: readonly number[]): T;
  cast(x: T, dtype: Dtype): T;
  /** The same values; gradients do not flow back through it. */
  stopGradient(x: T): T;

  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  maximum(a: T, b: T): T;
  minimum(a: T, b: T): T;

  negate(x: T): T;
  abs(x: T): T;
  sign(x: T): T;
  exp(x: T): T;
  log(x: T): T;
  sqrt(x: T): T;
  rsqrt(x: T): T;
  square(x: T): T;
  erf(x: T): T;
  tanh(x: T): T;
  sigmoid(x: T): T;
  relu(x: T): T;
  /** x where positive, `alpha` x elsewhere. */
  leakyRelu(x: T, alpha: number): T;
  /** exp(x) − 1 where negative, x elsewhere. */
  elu(x: T): T;
  selu(x: T): T;
  /** log(1 + exp(x)), without overflow. */
  softplus(x: T): T;
  softsign(x: T): T;
  /** Along the last axis. */
  softmax(x: T): T;
  /** Along the last axis, without overflow. */
  logSoftmax(x: T): T;

  greater(a: T, b: T): T;
  greaterEqual(a: T, b: T): T;
  equal(a: T, b: T): T;
  /** `a` where the condition holds, `b` elsewhere; all three of one shape. */
  where(condition: T, a: T, b: T): T;

  /** The matrix product of two tensors of rank 2. */
  matMul(a: T, b: T, options?: { transposeA?: boolean; transposeB?: boolean }): T;
  /** Adds a vector along the last axis. */
  biasAdd(x: T, bias: T): T;
  /**
   * Cross-correlation, as every framework's "convolution".
   * @param filter [height, width, channels in ÷ groups, channels out]; groups follow from its shape.
   */
  conv2d(x: T, filter: T, options: ConvolutionOptions): T;
  /** @param filter [height, width, channels in, multiplier]; gives channels in × multiplier. */
  depthwiseConv2d(x: T, filter: T, options: ConvolutionOptions): T;
  maxPool2d(x: T, options: PoolingOptions): T;
  /** Padding does not count in the mean. */
  averagePool2d(x: T, options: PoolingOptions): T;
  /** Zeros around an image: rows at the top and the bottom, columns at the left and the right. */
  padImage(x: T, edges: ImageEdges): T;
  /** An image without so many rows and columns. */
  cropImage(x: T, edges: ImageEdges): T;
  /** Repeats rows and columns (nearest neighbor). */
  upsample2d(x: T, factors: readonly [number, number]): T;
  /**
   * Normalizes over all axes but the last with the batch's own statistics.
   * @returns the output and the batch's mean and (biased) variance, for the moving averages.
   */
  batchNormalize(x: T, scale: T, offset: T, epsilon: number): { output: T; mean: T; variance: T };

  sum(x: T, axes: readonly number[], keepDims?: boolean): T;
  mean(x: T, axes: readonly number[], keepDims?: boolean): T;
  max(x: T, axes: readonly number[], keepDims?: boolean): T;
  /** Index of the largest along the last axis, int32; the first of equals. */
  argMax(x: T): T;

  /** `null` stands for the batch axis. */
  reshape(x: T, shape: TensorShape): T;
  transpose(x: T, permutation: readonly number[]): T;
  concatenate(xs: readonly T[], axis: number): T;
  /** float32, 1 at the index and 0 elsewhere, in a new last axis. */
  oneHot(indices: T, depth: number): T;

  /**
   * Uniform in [0, 1), float32, in the shape of `like`. Keyed by (seed, step, stream): the same in every
   * implementation that runs on TensorFlow, and the same again after a resume.
   * @param axesOfOne axes whose size is taken as 1 (one draw for a whole channel).
   */
  randomUniform(like: T, stream: RandomStream, axesOfOne?: readonly number[]): T;
  /** Normal with mean 0 and deviation 1; otherwise as {@link randomUniform}. */
  randomNormal(like: T, stream: RandomStream): T;
}
