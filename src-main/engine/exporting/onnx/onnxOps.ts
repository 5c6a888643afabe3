import { AppError } from '@shared/errors';
import type { ConvolutionOptions, ImageEdges, Ops, PoolingOptions } from '@shared/ops/ops';
import { fromFront, type Dtype, type TensorShape } from '@shared/ops/shape';
import {
  broadcastShapes,
  reducedShape,
  samePads,
  slidingOutput,
  type SlidingWindow,
} from '@shared/ops/shapes';
import { foldReshape, foldTranspose } from './folding';
import type { OnnxGraphBuilder, OnnxValue } from './graph';
import { elementType } from './proto';

const toChannelsFirst = [0, 3, 1, 2];
const toChannelsLast = [0, 2, 3, 1];

function known(size: number | null | undefined): number {
  if (size === null || size === undefined) throw new Error('a size that must be known is the batch axis');
  return size;
}

/** Height and width that a window gives, and ONNX's pads for it: [top, left, bottom, right]. */
function slide(x: OnnxValue, window: SlidingWindow): { output: readonly number[]; pads: readonly number[] } {
  const image = [known(x.shape[1]), known(x.shape[2])] as const;
  const pads = window.padding === 'same' ? samePads(image, window) : [0, 0, 0, 0];
  return { output: slidingOutput(image, window), pads };
}

function onlyInTraining(what: string): never {
  throw new AppError('exportFailed', `${what} belongs to training and has no place in an exported network.`, {
    where: 'network',
    remedy: 'Take out the layer that predicts with it, then train and export again.',
  });
}

/** {@link Ops} that records an ONNX graph for predicting. Images are transposed around convolutions and pools. */
export class OnnxOps implements Ops<OnnxValue> {
  constructor(
    private readonly graph: OnnxGraphBuilder,
    private readonly opset: number,
  ) {}

  shapeOf = (x: OnnxValue): TensorShape => x.shape;
  dtypeOf = (x: OnnxValue): Dtype => x.dtype;

  constant(values: number | readonly number[] | Float32Array, shape?: readonly number[]): OnnxValue {
    const data = typeof values === 'number' ? Float32Array.of(values) : Float32Array.from(values);
    return this.graph.tensor('constant', shape ?? (typeof values === 'number' ? [] : [data.length]), data);
  }

  cast(x: OnnxValue, dtype: Dtype): OnnxValue {
    return x.dtype === dtype
      ? x
      : this.graph.node('Cast', [x], { shape: x.shape, dtype }, { to: elementType[dtype] });
  }

  stopGradient = (x: OnnxValue): OnnxValue => x;

  private binary(op: string, a: OnnxValue, b: OnnxValue, dtype: Dtype = a.dtype): OnnxValue {
    return this.graph.node(op, [a, b], { shape: broadcastShapes(a.shape, b.shape), dtype });
  }
  add = (a: OnnxValue, b: OnnxValue) => this.binary('Add', a, b);
  subtract = (a: OnnxValue, b: OnnxValue) => this.binary('Sub', a, b);
  multiply = (a: OnnxValue, b: OnnxValue) => this.binary('Mul', a, b);
  divide = (a: OnnxValue, b: OnnxValue) => this.binary('Div', a, b);
  maximum = (a: OnnxValue, b: OnnxValue) => this.binary('Max', a, b);
  minimum = (a: OnnxValue, b: OnnxValue) => this.binary('Min', a, b);
  greater = (a: OnnxValue, b: OnnxValue) => this.binary('Greater', a, b, 'bool');
  greaterEqual = (a: OnnxValue, b: OnnxValue) => this.binary('GreaterOrEqual', a, b, 'bool');
  equal = (a: OnnxValue, b: OnnxValue) => this.binary('Equal', a, b, 'bool');
  where = (condition: OnnxValue, a: OnnxValue, b: OnnxValue) =>
    this.graph.node('Where', [condition, a, b], { shape: broadcastShapes(a.shape, b.shape), dtype: a.dtype });

  private unary(
    op: string,
    x: OnnxValue,
    attributes: Record<string, number | { float: number }> = {},
  ): OnnxValue {
    return this.graph.node(op, [x], { shape: x.shape, dtype: x.dtype }, attributes);
  }
  negate = (x: OnnxValue) => this.unary('Neg', x);
  abs = (x: OnnxValue) => this.unary('Abs', x);
  sign = (x: OnnxValue) => this.unary('Sign', x);
  exp = (x: OnnxValue) => this.unary('Exp', x);
  log = (x: OnnxValue) => this.unary('Log', x);
  sqrt = (x: OnnxValue) => this.unary('Sqrt', x);
  rsqrt = (x: OnnxValue) => this.unary('Reciprocal', this.sqrt(x));
  square = (x: OnnxValue) => this.multiply(x, x);
  erf = (x: OnnxValue) => this.unary('Erf', x);
  tanh = (x: OnnxValue) => this.unary('Tanh', x);
  sigmoid = (x: OnnxValue) => this.unary('Sigmoid', x);
  relu = (x: OnnxValue) => this.unary('Relu', x);
  leakyRelu = (x: OnnxValue, alpha: number) => this.unary('LeakyRelu', x, { alpha: { float: alpha } });
  elu = (x: OnnxValue) => this.unary('Elu', x, { alpha: { float: 1 } });
  selu = (x: OnnxValue) => this.unary('Selu', x);
  softplus = (x: OnnxValue) => this.unary('Softplus', x);
  softsign = (x: OnnxValue) => this.unary('Softsign', x);
  softmax = (x: OnnxValue) => this.unary('Softmax', x, { axis: -1 });
  logSoftmax = (x: OnnxValue) => this.unary('LogSoftmax', x, { axis: -1 });

  matMul(
    a: OnnxValue,
    b: OnnxValue,
    options: { transposeA?: boolean; transposeB?: boolean } = {},
  ): OnnxValue {
    const left = options.transposeA ? this.transpose(a, [1, 0]) : a;
    const right = options.transposeB ? this.transpose(b, [1, 0]) : b;
    return this.graph.node('MatMul', [left, right], {
      shape: [left.shape[0] ?? null, right.shape[1] ?? null],
    });
  }

  biasAdd = (x: OnnxValue, bias: OnnxValue) => this.add(x, bias);

  conv2d(x: OnnxValue, filter: OnnxValue, options: ConvolutionOptions): OnnxValue {
    const [, , channelsIn, channelsOut] = filter.shape.map(known) as [number, number, number, number];
    const groups = known(x.shape[3]) / channelsIn;
    return this.convolution(x, filter, this.transpose(filter, [3, 2, 0, 1]), channelsOut, groups, options);
  }

  depthwiseConv2d(x: OnnxValue, filter: OnnxValue, options: ConvolutionOptions): OnnxValue {
    const [height, width, channels, multiplier] = filter.shape.map(known) as [number, number, number, number];
    const channelsOut = channels * multiplier;
    const flat = this.reshape(filter, [height, width, 1, channelsOut]);
    return this.convolution(x, filter, this.transpose(flat, [3, 2, 0, 1]), channelsOut, channels, options);
  }

  private convolution(
    x: OnnxValue,
    filter: OnnxValue,
    kernel: OnnxValue,
    channelsOut: number,
    groups: number,
    { strides, padding, dilations }: ConvolutionOptions,
  ): OnnxValue {
    const size: [number, number] = [known(filter.shape[0]), known(filter.shape[1])];
    const { output, pads } = slide(x, { size, strides, padding, dilations });
    const attributes = { kernel_shape: size, strides, dilations, group: groups, pads };
    const shape = [x.shape[0] ?? null, channelsOut, ...output];
    const product = this.graph.node(
      'Conv',
      [this.transpose(x, toChannelsFirst), kernel],
      { shape },
      attributes,
    );
    return this.transpose(product, toChannelsLast);
  }

  private pool(op: string, x: OnnxValue, { poolSize, strides, padding }: PoolingOptions): OnnxValue {
    const { output, pads } = slide(x, { size: poolSize, strides, padding });
    const shape = [x.shape[0] ?? null, known(x.shape[3]), ...output];
    const attributes = { kernel_shape: poolSize, strides, pads };
    return this.transpose(
      this.graph.node(op, [this.transpose(x, toChannelsFirst)], { shape }, attributes),
      toChannelsLast,
    );
  }
  maxPool2d = (x: OnnxValue, options: PoolingOptions) => this.pool('MaxPool', x, options);
  averagePool2d = (x: OnnxValue, options: PoolingOptions) => this.pool('AveragePool', x, options);

  padImage(x: OnnxValue, [top, bottom, left, right]: ImageEdges): OnnxValue {
    const [height, width, channels] = x.shape.slice(1).map(known) as [number, number, number];
    const pads = this.graph.integers('pads', [0, top, left, 0, 0, bottom, right, 0]);
    return this.graph.node('Pad', [x, pads], {
      shape: [null, height + top + bottom, width + left + right, channels],
    });
  }

  cropImage(x: OnnxValue, [top, bottom, left, right]: ImageEdges): OnnxValue {
    const [height, width, channels] = x.shape.slice(1).map(known) as [number, number, number];
    const starts = this.graph.integers('starts', [top, left]);
    const ends = this.graph.integers('ends', [height - bottom, width - right]);
    const axes = this.graph.integers('axes', [1, 2]);
    const shape = [null, height - top - bottom, width - left - right, channels];
    return this.graph.node('Slice', [x, starts, ends, axes], { shape });
  }

  upsample2d(x: OnnxValue, [vertical, horizontal]: readonly [number, number]): OnnxValue {
    const [height, width, channels] = x.shape.slice(1).map(known) as [number, number, number];
    const spread = this.reshape(x, [null, height, 1, width, 1, channels]);
    const repeats = this.graph.integers('repeats', [1, 1, vertical, 1, horizontal, 1]);
    const shape = [null, height, vertical, width, horizontal, channels];
    const tiled = this.graph.node('Tile', [spread, repeats], { shape });
    return this.reshape(tiled, [null, height * vertical, width * horizontal, channels]);
  }

  batchNormalize(): never {
    return onlyInTraining('A normalization by the batch’s own statistics');
  }

  private reduce(op: string, x: OnnxValue, axes: readonly number[], keepDims: boolean): OnnxValue {
    const shape = reducedShape(x.shape, axes, keepDims);
    const keepdims = keepDims ? 1 : 0;
    // The axes became an input with opset 13 for ReduceSum and with opset 18 for the others.
    return this.opset >= 18 || op === 'ReduceSum'
      ? this.graph.node(op, [x, this.graph.integers('axes', axes)], { shape }, { keepdims })
      : this.graph.node(op, [x], { shape }, { axes, keepdims });
  }
  sum = (x: OnnxValue, axes: readonly number[], keepDims = false) =>
    this.reduce('ReduceSum', x, axes, keepDims);
  mean = (x: OnnxValue, axes: readonly number[], keepDims = false) =>
    this.reduce('ReduceMean', x, axes, keepDims);
  max = (x: OnnxValue, axes: readonly number[], keepDims = false) =>
    this.reduce('ReduceMax', x, axes, keepDims);

  argMax(x: OnnxValue): OnnxValue {
    const shape = x.shape.slice(0, -1);
    const index = this.graph.node('ArgMax', [x], { shape, dtype: 'float32' }, { axis: -1, keepdims: 0 });
    return this.graph.node('Cast', [index], { shape, dtype: 'int32' }, { to: elementType.int32 });
  }

  reshape(x: OnnxValue, shape: TensorShape): OnnxValue {
    const folded = foldReshape(this.graph, x, shape);
    if (folded) return folded;
    const sizes = this.graph.integers(
      'shape',
      shape.map((size) => size ?? -1),
    );
    return this.graph.node('Reshape', [x, sizes], { shape, dtype: x.dtype });
  }

  transpose(x: OnnxValue, permutation: readonly number[]): OnnxValue {
    const folded = foldTranspose(this.graph, x, permutation);
    if (folded) return folded;
    const shape = permutation.map((from) => x.shape[from] ?? null);
    return this.graph.node('Transpose', [x], { shape, dtype: x.dtype }, { perm: permutation });
  }

  concatenate(xs: readonly OnnxValue[], axis: number): OnnxValue {
    const first = xs[0]?.shape ?? [];
    const at = fromFront(axis, first.length);
    const size = xs.reduce((sum, x) => sum + known(x.shape[at]), 0);
    return this.graph.node(
      'Concat',
      xs,
      { shape: first.map((old, index) => (index === at ? size : old)) },
      { axis: at },
    );
  }

  oneHot(indices: OnnxValue, depth: number): OnnxValue {
    const values = this.graph.tensor('offOn', [2], Float32Array.of(0, 1));
    // ONNX Runtime has no kernel for int32 indices with an int64 depth; for a float32 one it has.
    const inputs = [indices, this.graph.tensor('depth', [], Float32Array.of(depth)), values];
    return this.graph.node('OneHot', inputs, { shape: [...indices.shape, depth] });
  }

  randomUniform(): never {
    return onlyInTraining('A random draw');
  }
  randomNormal(): never {
    return onlyInTraining('A random draw');
  }
}
