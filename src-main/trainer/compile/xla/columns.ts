import { fromFront } from '@shared/ops/shape';
import type { Attribute } from '../graph/attributes';
import { onlyOutput, type GraphTensor } from '../graph/trace';
import { exp, log } from '../operations/elementwise';
import { max, sum } from '../operations/reduction';
import { oneHot } from '../operations/shaping';
import type { GraphOps } from '../ops/graphOps';
import {
  asColumns,
  asRows,
  heldInput,
  isTable,
  swapped,
  type Held,
  type Lowering,
  type LoweringContext,
} from './layout';

/**
 * Tables of a batch with an example in each column. Short vectors leave the processor's wide registers half empty where
 * they stand side by side in rows; along a batch they are full, in products, in sums over an example's values and in
 * what is done value by value. Measured with 32 runs of 2-16-16-10, batches of 128: 9.0 million examples a second of
 * processor time, and 5.8 million in rows.
 */

/** As it was recorded, on rows. */
export const unchanged: Lowering = ({ ops, layouts, node, inputs, after }) => {
  const rows = inputs.map((input) => layouts.rows(input));
  return asRows(
    ...ops.trace.add(node.operation, rows, node.attributes, node.outputs, { name: node.name, after }).outputs,
  );
};

/** Value by value, of inputs that broadcast: on columns where an input has them. */
export const valueByValue: Lowering = (context) => {
  const { ops, layouts, node, inputs, after } = context;
  const type = onlyOutput(node);
  if (!isTable(type.shape) || !inputs.some(({ columns }) => columns)) return unchanged(context);
  const aligned = inputs.map((input) => {
    const { tensor } = input;
    if (tensor.shape.length === 1) return ops.reshape(tensor, [tensor.shape[0] ?? null, 1]);
    return tensor.shape.length === 0 ? tensor : layouts.columns(input);
  });
  const types = [{ dtype: type.dtype, shape: swapped(type.shape) }];
  return asColumns(
    ...ops.trace.add(node.operation, aligned, node.attributes, types, { name: node.name, after }).outputs,
  );
};

/** A product of matrices gives columns where it gives a table: (a·b)ᵀ = bᵀ·aᵀ. */
export const product =
  (transposeFirst: string, transposeSecond: string): Lowering =>
  (context) => {
    const { ops, node } = context;
    const type = onlyOutput(node);
    const [a, b] = [tableAsColumns(context, 0), tableAsColumns(context, 1)];
    const [ofA, ofB] = [isSet(node.attributes[transposeFirst]), isSet(node.attributes[transposeSecond])];
    const multiply = (factors: readonly Held[], flags: readonly [boolean, boolean], shape = type.shape) =>
      ops.apply(
        node.operation,
        factors.map(({ tensor }) => tensor),
        { dtype: type.dtype, shape },
        {
          ...node.attributes,
          [transposeFirst]: { bool: flags[0] },
          [transposeSecond]: { bool: flags[1] },
        },
      );
    if (isTable(type.shape))
      return asColumns(multiply([b, a], [ofB === b.columns, ofA === a.columns], swapped(type.shape)));
    return asRows(multiply([a, b], [ofA !== a.columns, ofB !== b.columns]));
  };

/** A factor that is a table takes part as columns, whichever side of the product. */
function tableAsColumns(context: LoweringContext, place: number): Held {
  const held = heldInput(context, place);
  const recorded = context.node.inputs[place]?.shape ?? [];
  return isTable(recorded) ? { tensor: context.layouts.columns(held), columns: true } : held;
}

/** Adds a vector to each example's values. */
export const biases: Lowering = (context) => {
  const { ops, node } = context;
  const [x, bias] = [heldInput(context, 0), heldInput(context, 1).tensor];
  if (!x.columns) return unchanged(context);
  return asColumns(ops.add(x.tensor, ops.reshape(bias, [node.inputs[1]?.shape[0] ?? null, 1])));
};

/** Sums over the batch. */
export const biasSums: Lowering = (context) => {
  const { tensor, columns } = heldInput(context, 0);
  return columns ? asRows(reduced(context.ops, sum, tensor, 1, false)) : unchanged(context);
};

/** Along axes that stand as a constant behind the values; the two that have changed places are called by each other's. */
export const alongAxes: Lowering = (context) => {
  const { ops, node, after } = context;
  const [x, axes] = [heldInput(context, 0), node.inputs[1]];
  if (!x.columns || axes === undefined) return unchanged(context);
  const rank = x.tensor.shape.length;
  const written = ops.valuesOf(axes).map((axis) => fromFront(axis, rank));
  const other = (axis: number) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis);
  const output = onlyOutput(node);
  const stays = output.shape.length === rank || written.every((axis) => axis < rank - 2);
  const type = { dtype: output.dtype, shape: stays ? swapped(output.shape) : output.shape };
  const inputs = [x.tensor, ops.integers(written.map(other), axes.shape.map(Number))];
  const made = ops.trace.add(node.operation, inputs, node.attributes, [type], { name: node.name, after });
  return stays ? asColumns(...made.outputs) : asRows(...made.outputs);
};

/** Ones at the indices' places, along a new last axis. */
export const marks: Lowering = (context) => {
  const { ops, layouts, node, inputs } = context;
  const type = onlyOutput(node);
  if (!isTable(type.shape)) return unchanged(context);
  const axis = { int: type.shape.length - 2 };
  const made = ops.apply(
    node.operation,
    inputs.map((input) => layouts.rows(input)),
    { dtype: type.dtype, shape: swapped(type.shape) },
    { ...node.attributes, axis },
  );
  return asColumns(made);
};

/** Softmax, or its logarithm, over each example's values. */
export const softmax =
  (isLogarithm: boolean): Lowering =>
  (context) => {
    const { ops, layouts, node } = context;
    if (!isTable(onlyOutput(node).shape)) return unchanged(context);
    const { shifted, powers, total } = parts(ops, layouts.columns(heldInput(context, 0)));
    const logarithm = () => ops.subtract(shifted, ops.apply(log, [total], total));
    return asColumns(isLogarithm ? logarithm() : ops.divide(powers, total));
  };

/** Cross-entropy of softmax against class indices, and its derivative by the scores, a row for each example. */
export const crossEntropy: Lowering = (context) => {
  const { ops, layouts, node } = context;
  const scores = layouts.columns(heldInput(context, 0));
  const labels = heldInput(context, 1).tensor;
  const axis = scores.shape.length - 2;
  const ones = ops.apply(
    oneHot,
    [labels, ops.integer(scores.shape[axis] ?? 0), ops.constant(1), ops.constant(0)],
    { dtype: 'float32', shape: scores.shape },
    { T: { type: 'float32' }, TI: { type: labels.dtype }, axis: { int: axis } },
  );
  const { shifted, powers, total } = parts(ops, scores);
  const chosen = reduced(ops, sum, ops.multiply(ones, shifted), axis, true);
  const loss = ops.subtract(ops.apply(log, [total], total), chosen);
  const flat = ops.reshape(loss, node.outputs[0]?.shape ?? []);
  return [
    { tensor: flat, columns: false },
    { tensor: ops.subtract(ops.divide(powers, total), ones), columns: true },
  ];
};

/** What a softmax over columns is made of: x − max x, its powers of e, and their sum. */
function parts(ops: GraphOps, x: GraphTensor) {
  const axis = x.shape.length - 2;
  const shifted = ops.subtract(x, reduced(ops, max, x, axis, true));
  const powers = ops.apply(exp, [shifted], shifted);
  return { shifted, powers, total: reduced(ops, sum, powers, axis, true) };
}

function reduced(
  ops: GraphOps,
  operation: typeof sum,
  x: GraphTensor,
  axis: number,
  keepDims: boolean,
): GraphTensor {
  const shape = keepDims
    ? x.shape.map((size, each) => (each === axis ? 1 : size))
    : x.shape.filter((_, each) => each !== axis);
  const attributes = {
    T: { type: 'float32' },
    Tidx: { type: 'int32' },
    keep_dims: { bool: keepDims },
  } as const;
  return ops.apply(operation, [x, ops.integers([axis])], { dtype: 'float32', shape }, attributes);
}

function isSet(attribute: Attribute | undefined): boolean {
  return attribute !== undefined && 'bool' in attribute && attribute.bool;
}
