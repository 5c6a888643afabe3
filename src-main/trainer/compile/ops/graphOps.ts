import type { ConvolutionOptions, ImageEdges, PoolingOptions, RandomStream } from '@shared/ops/ops';
import type { FigureOps } from '@shared/network/observation/figures';
import type { Dtype, TensorShape } from '@shared/ops/shape';
import { broadcastShapes, reducedShape } from '@shared/ops/shapes';
import { randomKey } from '@shared/training/draws/randomKey';
import type { Kernels } from '@shared/training/computing/kernels';
import { requireNative } from '../../session/native';
import type { Attributes } from '../graph/attributes';
import { batchNormalize } from './batchNormalize';
import { conv2d, depthwiseConv2d } from './convolutions';
import { GraphBuilder } from '../graph/graphBuilder';
import { fusedNegate, fusedProduct, fusedSum } from './fusion';
import { argMax, countEach, oneHot } from './indices';
import * as arithmetic from '../operations/arithmetic';
import * as convolution from '../operations/convolution';
import * as elementwise from '../operations/elementwise';
import * as matrix from '../operations/matrix';
import * as random from '../operations/random';
import * as reduction from '../operations/reduction';
import * as shaping from '../operations/shaping';
import { normalizeAxes, pooledShape, repeatedAxes, sameShape } from '../graph/shapes';
import type { GraphTensor, Operation } from '../graph/trace';

/**
 * The tensor algebra as nodes of a TensorFlow graph. Nothing is computed here: every call records a node in the
 * trace and gives back its output. The derivative of a node stands with its operation, in `operations/`.
 */
export class GraphOps extends GraphBuilder implements FigureOps<GraphTensor> {
  /** What will carry the graph out, as some derivatives need other nodes for it. */
  get kernels(): Kernels {
    return requireNative().kernels;
  }

  cast(x: GraphTensor, dtype: Dtype): GraphTensor {
    if (x.dtype === dtype) return x;
    return this.apply(
      elementwise.cast,
      [x],
      { dtype, shape: x.shape },
      { SrcT: { type: x.dtype }, DstT: { type: dtype } },
    );
  }

  stopGradient = (x: GraphTensor) => this.unary(elementwise.stopGradient, x);

  add = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.add, a, b);
  subtract = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.subtract, a, b);
  multiply = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.multiply, a, b);
  divide = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.divide, a, b);
  maximum = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.maximum, a, b);
  minimum = (a: GraphTensor, b: GraphTensor) => this.binary(arithmetic.minimum, a, b);

  negate = (x: GraphTensor) => fusedNegate(this, x) ?? this.unary(elementwise.negate, x);
  abs = (x: GraphTensor) => this.unary(elementwise.abs, x);
  sign = (x: GraphTensor) => this.unary(elementwise.sign, x);
  exp = (x: GraphTensor) => this.unary(elementwise.exp, x);
  log = (x: GraphTensor) => this.unary(elementwise.log, x);
  sqrt = (x: GraphTensor) => this.unary(elementwise.sqrt, x);
  rsqrt = (x: GraphTensor) => this.unary(elementwise.rsqrt, x);
  square = (x: GraphTensor) => this.unary(elementwise.square, x);
  erf = (x: GraphTensor) => this.unary(elementwise.erf, x);
  tanh = (x: GraphTensor) => this.unary(elementwise.tanh, x);
  sigmoid = (x: GraphTensor) => this.unary(elementwise.sigmoid, x);
  relu = (x: GraphTensor) => this.unary(elementwise.relu, x);
  leakyRelu = (x: GraphTensor, alpha: number) =>
    this.unary(elementwise.leakyRelu, x, { alpha: { float: alpha } });
  elu = (x: GraphTensor) => this.unary(elementwise.elu, x);
  selu = (x: GraphTensor) => this.unary(elementwise.selu, x);
  softplus = (x: GraphTensor) => this.unary(elementwise.softplus, x);
  softsign = (x: GraphTensor) => this.unary(elementwise.softsign, x);
  softmax = (x: GraphTensor) => this.unary(elementwise.softmax, x);
  logSoftmax = (x: GraphTensor) => this.unary(elementwise.logSoftmax, x);

  greater = (a: GraphTensor, b: GraphTensor) => this.compare(arithmetic.greater, a, b);
  greaterEqual = (a: GraphTensor, b: GraphTensor) => this.compare(arithmetic.greaterEqual, a, b);
  less = (a: GraphTensor, b: GraphTensor) => this.compare(arithmetic.less, a, b);
  equal = (a: GraphTensor, b: GraphTensor) => this.compare(arithmetic.equal, a, b);
  where = (condition: GraphTensor, a: GraphTensor, b: GraphTensor) => this.choose(condition, a, b);

  /** As `where`, but the three broadcast. */
  choose(condition: GraphTensor, a: GraphTensor, b: GraphTensor): GraphTensor {
    const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
    return this.apply(
      arithmetic.select,
      [condition, a, b],
      { dtype: a.dtype, shape },
      { T: { type: a.dtype } },
    );
  }

  matMul(a: GraphTensor, b: GraphTensor, { transposeA = false, transposeB = false } = {}): GraphTensor {
    const byColumns = transposeA || transposeB ? null : fusedProduct(this, a, b);
    if (byColumns !== null) return byColumns;
    const rows = a.shape[transposeA ? 1 : 0] ?? null;
    const columns = b.shape[transposeB ? 0 : 1] ?? null;
    return this.apply(
      matrix.matMul,
      [a, b],
      { dtype: a.dtype, shape: [rows, columns] },
      {
        T: { type: a.dtype },
        transpose_a: { bool: transposeA },
        transpose_b: { bool: transposeB },
      },
    );
  }

  biasAdd = (x: GraphTensor, bias: GraphTensor) => this.apply(matrix.biasAdd, [x, bias], x);
  conv2d = (x: GraphTensor, filter: GraphTensor, options: ConvolutionOptions) =>
    conv2d(this, x, filter, options);
  depthwiseConv2d = (x: GraphTensor, filter: GraphTensor, options: ConvolutionOptions) =>
    depthwiseConv2d(this, x, filter, options);
  maxPool2d = (x: GraphTensor, options: PoolingOptions) => this.pool(convolution.maxPool, x, options);
  averagePool2d = (x: GraphTensor, options: PoolingOptions) => this.pool(convolution.averagePool, x, options);

  upsample2d(x: GraphTensor, [vertical, horizontal]: readonly [number, number]): GraphTensor {
    const [batch = null, height, width, channels = null] = x.shape;
    const size = [(height ?? 0) * vertical, (width ?? 0) * horizontal] as const;
    return this.apply(convolution.resize, [x, this.integers(size)], {
      dtype: x.dtype,
      shape: [batch, ...size, channels],
    });
  }

  batchNormalize = (x: GraphTensor, scale: GraphTensor, offset: GraphTensor, epsilon: number) =>
    batchNormalize(this, x, scale, offset, epsilon);

  sum = (x: GraphTensor, axes: readonly number[], keepDims = false) =>
    fusedSum(this, x, axes, keepDims) ?? this.reduce(reduction.sum, x, axes, keepDims);
  mean = (x: GraphTensor, axes: readonly number[], keepDims = false) =>
    this.reduce(reduction.mean, x, axes, keepDims);
  max = (x: GraphTensor, axes: readonly number[], keepDims = false) =>
    this.reduce(reduction.max, x, axes, keepDims);
  halfSquaredNorm = (x: GraphTensor) =>
    this.apply(reduction.halfSquaredNorm, [x], { dtype: x.dtype, shape: [] });

  argMax = (x: GraphTensor) => argMax(this, x);
  countEach = (indices: GraphTensor, size: number) => countEach(this, indices, size);
  first = (x: GraphTensor, examples: number) => this.slice(x, 0, 0, examples);
  oneHot = (indices: GraphTensor, depth: number) => oneHot(this, indices, depth);

  reshape(x: GraphTensor, shape: TensorShape): GraphTensor {
    if (sameShape(x.shape, shape)) return x;
    const sizes = this.integers(shape.map((size) => size ?? -1));
    return this.apply(
      shaping.reshape,
      [x, sizes],
      { dtype: x.dtype, shape },
      { T: { type: x.dtype }, Tshape: { type: 'int32' } },
    );
  }

  padImage(x: GraphTensor, [top, bottom, left, right]: ImageEdges): GraphTensor {
    return this.pad(x, [0, top, left, 0], [0, bottom, right, 0]);
  }

  cropImage(x: GraphTensor, [top, bottom, left, right]: ImageEdges): GraphTensor {
    const [, height = 0, width = 0] = x.shape;
    const rows = this.slice(x, 1, top, (height ?? 0) - top - bottom);
    return this.slice(rows, 2, left, (width ?? 0) - left - right);
  }

  transpose(x: GraphTensor, permutation: readonly number[]): GraphTensor {
    const shape = permutation.map((axis) => x.shape[axis] ?? null);
    const attributes: Attributes = { T: { type: x.dtype }, Tperm: { type: 'int32' } };
    return this.apply(
      shaping.transpose,
      [x, this.integers(permutation)],
      { dtype: x.dtype, shape },
      attributes,
    );
  }

  concatenate(xs: readonly GraphTensor[], axis: number): GraphTensor {
    const [first] = xs;
    if (first === undefined) throw new Error('nothing to concatenate');
    if (xs.length === 1) return first;
    const [joined = 0] = normalizeAxes([axis], first.shape.length);
    const length = xs.reduce((sum, x) => sum + (x.shape[joined] ?? 0), 0);
    const shape = first.shape.map((size, each) => (each === joined ? length : size));
    const attributes: Attributes = {
      T: { type: first.dtype },
      N: { int: xs.length },
      Tidx: { type: 'int32' },
    };
    return this.apply(
      shaping.concatenate,
      [...xs, this.integer(joined)],
      { dtype: first.dtype, shape },
      attributes,
    );
  }

  randomUniform = (like: GraphTensor, { stream }: RandomStream, axesOfOne: readonly number[] = []) =>
    this.draw(random.uniform, reducedShape(like.shape, axesOfOne, true), stream);
  randomNormal = (like: GraphTensor, { stream }: RandomStream) =>
    this.draw(random.normal, like.shape, stream);

  /** Repeats a tensor to the shape of another. */
  broadcast(x: GraphTensor, like: GraphTensor): GraphTensor {
    if (sameShape(x.shape, like.shape)) return x;
    const attributes: Attributes = { T: { type: x.dtype }, Tidx: { type: 'int32' } };
    return this.apply(
      shaping.broadcastTo,
      [x, this.sizes(like.shape)],
      { dtype: x.dtype, shape: like.shape },
      attributes,
    );
  }

  /** Undoes broadcasting in a derivative: sums it down to the shape of the operand that was repeated. */
  sumTo(gradient: GraphTensor, operand: GraphTensor): GraphTensor {
    const repeated = repeatedAxes(operand.shape, gradient.shape);
    const summed = repeated.length === 0 ? gradient : this.reduce(reduction.sum, gradient, repeated, false);
    return this.reshape(summed, operand.shape);
  }

  /** The product of sizes as a float32 scalar; `null` is the batch's. */
  countOf(sizes: TensorShape): GraphTensor {
    const known = this.constant(sizes.reduce<number>((product, size) => product * (size ?? 1), 1));
    return sizes.includes(null) ? this.multiply(this.cast(this.context.batchSize, 'float32'), known) : known;
  }

  private unary(operation: Operation, x: GraphTensor, attributes: Attributes = {}): GraphTensor {
    return this.apply(operation, [x], x, { T: { type: x.dtype }, ...attributes });
  }

  private binary(operation: Operation, a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.apply(operation, [a, b], { dtype: a.dtype, shape: broadcastShapes(a.shape, b.shape) });
  }

  private compare(operation: Operation, a: GraphTensor, b: GraphTensor): GraphTensor {
    return this.apply(operation, [a, b], { dtype: 'bool', shape: broadcastShapes(a.shape, b.shape) });
  }

  private reduce(
    operation: Operation,
    x: GraphTensor,
    axes: readonly number[],
    keepDims: boolean,
  ): GraphTensor {
    const reduced = normalizeAxes(axes, x.shape.length);
    const shape = reducedShape(x.shape, axes, keepDims);
    const attributes: Attributes = {
      T: { type: x.dtype },
      Tidx: { type: 'int32' },
      keep_dims: { bool: keepDims },
    };
    return this.apply(operation, [x, this.integers(reduced)], { dtype: x.dtype, shape }, attributes);
  }

  private pool(operation: Operation, x: GraphTensor, options: PoolingOptions): GraphTensor {
    return this.apply(
      operation,
      [x],
      { dtype: x.dtype, shape: pooledShape(x.shape, options) },
      {
        T: { type: x.dtype },
        ksize: { ints: [1, ...options.poolSize, 1] },
        strides: { ints: [1, ...options.strides, 1] },
        padding: { string: options.padding.toUpperCase() },
        data_format: { string: 'NHWC' },
      },
    );
  }

  private draw(operation: Operation, shape: TensorShape, stream: number): GraphTensor {
    const { random } = this.context;
    if (random === undefined) throw new Error('random numbers were asked for outside a training step');
    const key = this.pack([this.integer(randomKey(random.seed, stream)), random.step]);
    const attributes: Attributes = {
      dtype: { type: 'float32' },
      T: { type: 'int32' },
      Tseed: { type: 'int32' },
    };
    return this.apply(operation, [this.sizes(shape), key], { dtype: 'float32', shape }, attributes);
  }
}
