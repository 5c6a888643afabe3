import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { FigureOps } from '@shared/network/observation/figures';
import type { ConvolutionOptions, ImageEdges, PoolingOptions, RandomStream } from '@shared/ops/ops';
import { fromFront, type Dtype, type TensorShape } from '@shared/ops/shape';
import { randomKey } from '@shared/training/draws/randomKey';
import { conv2d, depthwiseConv2d } from './convolution';
import * as gradients from './gradients';
import { draw, type Distribution } from './randomDraws';
import type { Backend } from '../tensorflow';

/** What random draws are keyed by besides their stream. */
export interface DrawKey {
  readonly seed: number;
  /** Steps taken before, from 0. */
  readonly step: number;
}

const scalar: readonly number[] = [];

/**
 * The tensor algebra carried out at once by tfjs, whose own autograd differentiates it. Call it inside `tf.tidy`:
 * intermediate tensors are freed by whoever opened the scope. Shapes hold the batch's true size.
 */
export class EagerOps implements FigureOps<Tensor> {
  constructor(
    private readonly backend: Backend,
    private readonly key: DrawKey,
  ) {}

  private get tf() {
    return this.backend.tf;
  }

  shapeOf = (x: Tensor): TensorShape => x.shape;

  dtypeOf(x: Tensor): Dtype {
    if (x.dtype === 'float32' || x.dtype === 'int32' || x.dtype === 'bool') return x.dtype;
    throw new Error(`tensors of ${x.dtype} do not occur`);
  }

  constant(values: number | readonly number[] | Float32Array, shape?: readonly number[]): Tensor {
    if (typeof values === 'number') return this.tf.fill([...(shape ?? scalar)], values, 'float32');
    return this.tf.tensor(Float32Array.from(values), [...(shape ?? [values.length])], 'float32');
  }

  /** tfjs has no bytes: they are held as int32. */
  cast = (x: Tensor, dtype: Dtype) => this.tf.cast(x, dtype === 'uint8' ? 'int32' : dtype);
  stopGradient = (x: Tensor) => gradients.stopGradient(this.tf, x);

  add = (a: Tensor, b: Tensor): Tensor => this.tf.add(a, b);
  subtract = (a: Tensor, b: Tensor): Tensor => this.tf.sub(a, b);
  multiply = (a: Tensor, b: Tensor): Tensor => this.tf.mul(a, b);
  divide = (a: Tensor, b: Tensor): Tensor => this.tf.div(a, b);
  maximum = (a: Tensor, b: Tensor): Tensor => this.tf.maximum(a, b);
  minimum = (a: Tensor, b: Tensor): Tensor => this.tf.minimum(a, b);

  negate = (x: Tensor): Tensor => this.tf.neg(x);
  abs = (x: Tensor): Tensor => gradients.abs(this.tf, x);
  sign = (x: Tensor): Tensor => this.tf.sign(x);
  exp = (x: Tensor): Tensor => this.tf.exp(x);
  log = (x: Tensor): Tensor => this.tf.log(x);
  sqrt = (x: Tensor): Tensor => this.tf.sqrt(x);
  rsqrt = (x: Tensor): Tensor => this.tf.rsqrt(x);
  square = (x: Tensor): Tensor => this.tf.square(x);
  erf = (x: Tensor): Tensor => this.tf.erf(x);
  tanh = (x: Tensor): Tensor => this.tf.tanh(x);
  sigmoid = (x: Tensor): Tensor => this.tf.sigmoid(x);
  relu = (x: Tensor): Tensor => this.tf.relu(x);
  leakyRelu = (x: Tensor, alpha: number): Tensor => this.tf.leakyRelu(x, alpha);
  elu = (x: Tensor): Tensor => this.tf.elu(x);
  selu = (x: Tensor): Tensor => this.tf.selu(x);
  softplus = (x: Tensor): Tensor => this.tf.softplus(x);
  softsign = (x: Tensor): Tensor => this.divide(x, this.add(this.abs(x), this.constant(1)));
  softmax = (x: Tensor): Tensor => this.tf.softmax(x);
  logSoftmax = (x: Tensor): Tensor => this.tf.logSoftmax(x);

  greater = (a: Tensor, b: Tensor): Tensor => this.tf.greater(a, b);
  greaterEqual = (a: Tensor, b: Tensor): Tensor => this.tf.greaterEqual(a, b);
  equal = (a: Tensor, b: Tensor): Tensor => this.tf.equal(a, b);
  where = (condition: Tensor, a: Tensor, b: Tensor): Tensor => this.tf.where(condition, a, b);

  matMul = (a: Tensor, b: Tensor, { transposeA = false, transposeB = false } = {}): Tensor =>
    this.tf.matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB);
  biasAdd = (x: Tensor, bias: Tensor): Tensor => this.tf.add(x, bias);
  conv2d = (x: Tensor, filter: Tensor, options: ConvolutionOptions): Tensor =>
    conv2d(this.tf, x as Tensor4D, filter as Tensor4D, options);
  depthwiseConv2d = (x: Tensor, filter: Tensor, options: ConvolutionOptions): Tensor =>
    depthwiseConv2d(this.tf, x as Tensor4D, filter as Tensor4D, options);
  maxPool2d = (x: Tensor, { poolSize, strides, padding }: PoolingOptions): Tensor =>
    this.tf.maxPool(x as Tensor4D, [...poolSize], [...strides], padding);
  averagePool2d = (x: Tensor, { poolSize, strides, padding }: PoolingOptions): Tensor =>
    this.tf.avgPool(x as Tensor4D, [...poolSize], [...strides], padding);

  padImage = (x: Tensor, [top, bottom, left, right]: ImageEdges): Tensor =>
    this.tf.pad(x, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]);
  cropImage(x: Tensor, [top, bottom, left, right]: ImageEdges): Tensor {
    const [, height, width] = (x as Tensor4D).shape;
    return this.tf.slice(x, [0, top, left, 0], [-1, height - top - bottom, width - left - right, -1]);
  }

  upsample2d(x: Tensor, [vertical, horizontal]: readonly [number, number]): Tensor {
    const [, height, width] = (x as Tensor4D).shape;
    return this.tf.image.resizeNearestNeighbor(x as Tensor4D, [height * vertical, width * horizontal]);
  }

  batchNormalize(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number) {
    const axes = x.shape.map((_, axis) => axis).slice(0, -1);
    const mean = this.mean(x, axes);
    const centered = this.subtract(x, mean);
    const variance = this.mean(this.square(centered), axes);
    const normal = this.multiply(centered, this.rsqrt(this.add(variance, this.constant(epsilon))));
    return { output: this.add(this.multiply(normal, scale), offset), mean, variance };
  }

  sum = (x: Tensor, axes: readonly number[], keepDims = false): Tensor => this.tf.sum(x, [...axes], keepDims);
  mean = (x: Tensor, axes: readonly number[], keepDims = false): Tensor =>
    this.tf.mean(x, [...axes], keepDims);
  max = (x: Tensor, axes: readonly number[], keepDims = false): Tensor =>
    gradients.max(this.tf, x, axes, keepDims);
  argMax = (x: Tensor): Tensor => this.tf.argMax(x, -1);

  countEach(indices: Tensor, size: number): Tensor {
    const counted = this.tf.maximum(this.tf.reshape(indices, [-1]), this.tf.scalar(0, 'int32'));
    return this.sum(this.oneHot(counted, size), [0]);
  }

  first = (x: Tensor, examples: number): Tensor => this.tf.slice(x, 0, examples);
  pack = (scalars: readonly Tensor[]): Tensor => this.tf.stack([...scalars]);

  reshape = (x: Tensor, shape: TensorShape): Tensor =>
    this.tf.reshape(
      x,
      shape.map((size) => size ?? -1),
    );
  transpose = (x: Tensor, permutation: readonly number[]): Tensor => this.tf.transpose(x, [...permutation]);
  concatenate = (xs: readonly Tensor[], axis: number): Tensor => this.tf.concat([...xs], axis);
  oneHot = (indices: Tensor, depth: number): Tensor =>
    this.tf.cast(this.tf.oneHot(indices, depth), 'float32');

  randomUniform(like: Tensor, { stream }: RandomStream, axesOfOne: readonly number[] = []): Tensor {
    const single = axesOfOne.map((axis) => fromFront(axis, like.rank));
    return this.draw(
      'uniform',
      like.shape.map((size, axis) => (single.includes(axis) ? 1 : size)),
      stream,
    );
  }

  randomNormal = (like: Tensor, { stream }: RandomStream): Tensor => this.draw('normal', like.shape, stream);

  private draw(distribution: Distribution, shape: readonly number[], stream: number): Tensor {
    return draw(this.backend, distribution, shape, [randomKey(this.key.seed, stream), this.key.step]);
  }
}
