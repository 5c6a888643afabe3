import type { ConvolutionOptions } from '@shared/ops/ops';
import type { Attributes } from '../graph/attributes';
import type { GraphOps } from './graphOps';
import { dealtOut, isDilated } from './dilation';
import { conv2d as plain, depthwiseConv2d as depthwise } from '../operations/convolution';
import { windowedShape } from '../graph/shapes';
import type { GraphTensor, Operation } from '../graph/trace';

/** {@link Ops.conv2d}; groups are convolved one by one, as the CPU's backward kernels know none. */
export function conv2d(
  ops: GraphOps,
  x: GraphTensor,
  filter: GraphTensor,
  options: ConvolutionOptions,
): GraphTensor {
  const channelsIn = x.shape[3] ?? 0;
  const [, , channelsPerGroup, channelsOut] = fixed(filter);
  const groups = channelsIn / channelsPerGroup;
  if (groups === 1) return convolve(ops, x, filter, options);

  const filtersPerGroup = channelsOut / groups;
  const parts = Array.from({ length: groups }, (_, group) =>
    convolve(
      ops,
      ops.slice(x, 3, group * channelsPerGroup, channelsPerGroup),
      ops.slice(filter, 3, group * filtersPerGroup, filtersPerGroup),
      options,
    ),
  );
  return ops.concatenate(parts, 3);
}

function convolve(
  ops: GraphOps,
  x: GraphTensor,
  filter: GraphTensor,
  options: ConvolutionOptions,
): GraphTensor {
  // TensorFlow's own kernels differentiate no dilated convolution; oneDNN's do, 1.3 to 1.5 times as fast as dealt out.
  return isDilated(options) && ops.kernels === 'plain'
    ? dealtOut(ops, x, filter, options, (...dealt) => applyWindow(ops, plain, ...dealt))
    : applyWindow(ops, plain, x, filter, options);
}

/**
 * {@link Ops.depthwiseConv2d}. TensorFlow's depthwise kernel wants both strides equal, else each channel is convolved by
 * itself. It ignores dilation; an image dealt out to it is convolved 4 to 5 times as fast as channel by channel.
 */
export function depthwiseConv2d(
  ops: GraphOps,
  x: GraphTensor,
  filter: GraphTensor,
  options: ConvolutionOptions,
): GraphTensor {
  const [height, width, channels, multiplier] = fixed(filter);
  const [vertical, horizontal] = options.strides;
  if (isDilated(options)) {
    return dealtOut(ops, x, filter, options, (...dealt) => applyWindow(ops, depthwise, ...dealt));
  }
  if (vertical === horizontal) return applyWindow(ops, depthwise, x, filter, options);
  return conv2d(ops, x, ops.reshape(filter, [height, width, 1, channels * multiplier]), options);
}

function applyWindow(
  ops: GraphOps,
  operation: Operation,
  x: GraphTensor,
  filter: GraphTensor,
  options: ConvolutionOptions,
): GraphTensor {
  const [height, width, third, fourth] = fixed(filter);
  const channels = operation === depthwise ? third * fourth : fourth;
  const shape = windowedShape(x.shape, { ...options, size: [height, width] }, channels);
  return ops.apply(operation, [x, filter], { dtype: 'float32', shape }, attributesOf(options));
}

function attributesOf({ strides, padding, dilations }: ConvolutionOptions): Attributes {
  return {
    T: { type: 'float32' },
    strides: { ints: [1, ...strides, 1] },
    dilations: { ints: [1, ...dilations, 1] },
    padding: { string: padding.toUpperCase() },
    explicit_paddings: { ints: [] },
    data_format: { string: 'NHWC' },
  };
}

function fixed({ shape }: GraphTensor): readonly [number, number, number, number] {
  const [height = null, width = null, channelsIn = null, channelsOut = null] = shape;
  if (height === null || width === null || channelsIn === null || channelsOut === null) {
    throw new Error('a filter has four axes of known size');
  }
  return [height, width, channelsIn, channelsOut];
}
