import { floorDivide } from '../operations/arithmetic';
import { onlyOutput } from '../graph/trace';
import {
  aligned,
  eachOf,
  inputOf,
  ofAll,
  ofEach,
  prepended,
  same,
  shiftedAxes,
  type BatchingRule,
} from './batching';

export const reshaped: BatchingRule = (context) =>
  same(context, [eachOf(context, 0), prepended(context, 1, context.runs)]);

export const transposed: BatchingRule = (context) => {
  const { ops, node } = context;
  const written = node.inputs[1];
  const permutation = written === undefined ? [] : ops.valuesOf(written).map((axis) => axis + 1);
  return same(context, [eachOf(context, 0), ops.integers([0, ...permutation])]);
};

/** Values, and behind them the axis. */
export const concatenated: BatchingRule = (context) => {
  const axis = context.inputs.length - 1;
  const values = context.inputs.slice(0, axis).map((_, place) => eachOf(context, place));
  return same(context, [...values, shiftedAxes(context, axis)]);
};

/** Tensor, begin, size. */
export const sliced: BatchingRule = (context) =>
  same(context, [eachOf(context, 0), prepended(context, 1, 0), prepended(context, 2, -1)]);

/** Tensor, and how much comes before and behind, by axis. */
export const padded: BatchingRule = (context) => {
  const { ops, node } = context;
  const written = node.inputs[1];
  const amounts = written === undefined ? [] : ops.valuesOf(written);
  return same(context, [eachOf(context, 0), ops.integers([0, 0, ...amounts], [amounts.length / 2 + 1, 2])]);
};

/** Repeated to a shape: tensor, sizes. */
export const repeated: BatchingRule = (context) => {
  const rank = context.node.outputs[0]?.shape.length ?? 0;
  const tensor = aligned(context.ops, eachOf(context, 0), rank);
  return same(context, [tensor, prepended(context, 1, context.runs)]);
};

/** What it gives has a new axis behind all others; what it takes besides the indices is the same for all. */
export const alongNewAxis: BatchingRule = (context) =>
  same(
    context,
    context.inputs.map(({ tensor, each }, place) => {
      if (each && place > 0) throw new Error('the runs have other values at the indices');
      return tensor;
    }),
  );

/** Scalars in one vector, for each run. */
export const packed: BatchingRule = (context) => {
  const scalars = context.inputs.map((_, place) => eachOf(context, place));
  return same(context, scalars, { attributes: { ...context.node.attributes, axis: { int: 1 } } });
};

/** How many values one run has. */
export const counted: BatchingRule = (context) => {
  const { ops, runs, node } = context;
  const all = ops.trace.add(node.operation, [inputOf(context, 0).tensor], node.attributes, node.outputs);
  const count = onlyOutput(all);
  return ofAll(ops.apply(floorDivide, [count, ops.integer(runs)], count));
};

/** The sizes of one run's tensor. */
export const sizesOfOne: BatchingRule = (context) => {
  const { ops } = context;
  const all = ops.sizesOf(inputOf(context, 0).tensor);
  return ofAll(ops.slice(all, 0, 1, (all.shape[0] ?? 1) - 1));
};

/**
 * For operations on tables, a result for each row: the runs' tables stand below each other meanwhile. Machine code does
 * without, as it is made of other operations.
 */
export const flattenedRows: BatchingRule = (context) => {
  const { ops, runs, node } = context;
  const each = context.inputs.map((_, place) => eachOf(context, place));
  if (ops.trace.borders === 'closed') return same(context, each);
  const inputs = each.map((tensor) => ops.reshape(tensor, [null, ...tensor.shape.slice(2)]));
  const made = ops.trace.add(node.operation, inputs, node.attributes, node.outputs);
  return ofEach(...made.outputs.map((rows) => ops.reshape(rows, [runs, ...rows.shape])));
};
