import { transposed } from '../../../../ops/transposed';
import { arranged } from '../../network/arranging';
import type { Activation } from '../../network/values';
import type { NodeReader, Operator } from '../node';
import { imageOf, padded, paddingByName, pairOrNumber, seenAs, windowOf, type Window } from './windows';

interface Filters {
  /** Of the weight in the file. */
  readonly name: string;
  /** Outputs × inputs of a group × the window. */
  readonly values: Float32Array;
  readonly dims: readonly number[];
  readonly count: number;
  readonly groups: number;
  readonly bias: Float32Array | null;
}

/** A convolution: of an image, or of a sequence where the window has one axis or one row. */
export const convolution: Operator = (reader) => {
  const { name, values, dims } = reader.floats(1);
  const [count = 0, , ...size] = dims;
  const told = reader.list('kernel_shape');
  reader.require(told === null || told.join() === size.join(), 'its kernel_shape is not that of its weight');
  const window = windowOf(reader, size);
  const bias = reader.has(2) ? reader.floats(2).values : null;
  const filters = { name, values, dims, count, groups: reader.integer('group', 1), bias };
  const x = reader.activation(0);
  reader.require(
    x.axes.length === size.length + 1,
    `its input has ${x.axes.length + 1} axes, its weight ${dims.length}`,
  );
  return ofSequence(reader, x, filters, window) ?? ofImage(reader, x, filters, window);
};

/** Null where ours cannot do it on a sequence. */
function ofSequence(reader: NodeReader, x: Activation, filters: Filters, window: Window): Activation | null {
  const [row, length] = x.axes.length === 2 ? [null, 1] : [1, 2];
  const hasOneRow =
    row === null || (x.axes[row]?.length === 0 && window.size[0] === 1 && window.strides[0] === 1);
  if (!hasOneRow || filters.groups !== 1) return null;
  const sequence = arranged(reader.drafts, x, [length, 0]);
  const padding = paddingByName([1, sequence.shape[0] ?? 1], window);
  if (padding === null) return null;
  const [, strides] = window.strides;
  const [, dilation] = window.dilations;
  const { dims, values, count } = filters;
  const flat = [dims[0] ?? 1, dims[1] ?? 1, window.size[1]];
  return add(reader, sequence, filters, {
    kind: 'conv1d',
    parameters: { filters: count, kernelSize: window.size[1], strides, padding, dilation },
    kernel: transposed(values, flat, [2, 1, 0]),
    axes: x.axes.length === 2 ? [[1], [0]] : [[1], [], [0]],
  });
}

function ofImage(reader: NodeReader, x: Activation, filters: Filters, window: Window): Activation {
  const { drafts } = reader;
  const image = imageOf(drafts, x);
  const [height = 1, width = 1, channels = 1] = image.shape;
  const byName = paddingByName([height, width], window);
  const given = byName === null ? padded(drafts, image, window.padding) : image;
  const { dims, values, count, groups } = filters;
  const flat = dims.length === 3 ? [dims[0] ?? 1, dims[1] ?? 1, 1, dims[2] ?? 1] : dims;
  const isDepthwise = groups > 1 && groups === channels && window.strides[0] === window.strides[1];
  const parameters = {
    kernelSize: pairOrNumber(window.size),
    strides: pairOrNumber(window.strides),
    padding: byName ?? 'valid',
    dilation: pairOrNumber(window.dilations),
  };
  return add(reader, given, filters, {
    kind: isDepthwise ? 'depthwiseConv2d' : 'conv2d',
    parameters: {
      ...parameters,
      ...(isDepthwise ? { depthMultiplier: count / channels } : { filters: count, groups }),
    },
    kernel: transposed(values, flat, [2, 3, 1, 0]),
    axes: seenAs(x.axes.length),
  });
}

function add(
  reader: NodeReader,
  x: Activation,
  { name, bias }: Filters,
  layer: {
    readonly kind: string;
    readonly parameters: Readonly<Record<string, unknown>>;
    readonly kernel: Float32Array;
    readonly axes: Activation['axes'];
  },
): Activation {
  const { kind, parameters, kernel, axes } = layer;
  return reader.drafts.add(
    {
      ...{ kind, axes, name: reader.layerName(kind, name) },
      parameters: { ...parameters, ...(bias === null ? { useBias: false } : {}) },
      weights: { kernel, ...(bias === null ? {} : { bias }) },
    },
    [x],
  );
}
