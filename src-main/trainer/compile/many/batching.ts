import type { TensorShape } from '@shared/ops/shape';
import type { Attributes } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import type { GraphNode, GraphTensor, Operation, TensorType } from '../graph/trace';

/** A value of several runs: with a leading axis over them, or, where it is the same for all, as one run has it. */
export interface ManyValue {
  readonly tensor: GraphTensor;
  /** The tensor has the axis. */
  readonly each: boolean;
}

/** One use of an operation, to be made one for all runs. */
export interface BatchingContext {
  /** Of the graph for all. */
  readonly ops: GraphOps;
  readonly runs: number;
  /** The use as the first run alone has it: its types are without the axis. */
  readonly node: GraphNode;
  readonly inputs: readonly ManyValue[];
  /** What must have run before. */
  readonly after: readonly GraphNode[];
}

export interface Batched {
  readonly outputs: readonly ManyValue[];
  /** What has run once all of it has. */
  readonly nodes: readonly GraphNode[];
}

/**
 * Does for all runs at once what an operation does for one, as the rules of `jax.vmap` do; asked only where an input has
 * the axis over the runs.
 */
export type BatchingRule = (context: BatchingContext) => Batched;

export function ofEach(...tensors: readonly GraphTensor[]): Batched {
  return {
    outputs: tensors.map((tensor) => ({ tensor, each: true })),
    nodes: tensors.map(({ node }) => node),
  };
}

export function ofAll(tensor: GraphTensor): Batched {
  return { outputs: [{ tensor, each: false }], nodes: [tensor.node] };
}

/** A type with the axis over the runs in front. */
export function withRuns({ runs }: BatchingContext, { dtype, shape }: TensorType): TensorType {
  return { dtype, shape: [runs, ...shape] };
}

/** @throws Error where the operation has no such input */
export function inputOf({ inputs, node }: BatchingContext, place: number): ManyValue {
  const input = inputs[place];
  if (input === undefined) throw new Error(`${node.operation.type} has no input ${place}`);
  return input;
}

/** The input with the axis: what is the same for all is repeated. */
export function eachOf(context: BatchingContext, place: number): GraphTensor {
  const { tensor, each } = inputOf(context, place);
  return each ? tensor : repeat(context, tensor);
}

/** Repeats a float32 or int32 tensor for each run. */
function repeat({ ops, runs }: BatchingContext, tensor: GraphTensor): GraphTensor {
  const shape = [runs, ...tensor.shape.map(() => 1)];
  const ones = Array<number>(runs).fill(1);
  return ops.multiply(
    tensor,
    tensor.dtype === 'int32' ? ops.integers(ones, shape) : ops.constant(ones, shape),
  );
}

/** The operation itself, as one run uses it, on other inputs. */
export function same(
  context: BatchingContext,
  inputs: readonly GraphTensor[],
  { operation, attributes }: { operation?: Operation; attributes?: Attributes } = {},
): Batched {
  const { ops, node, after } = context;
  const types = node.outputs.map((output) => withRuns(context, output));
  const made = ops.trace.add(operation ?? node.operation, inputs, attributes ?? node.attributes, types, {
    name: node.name,
    after,
  });
  return { outputs: made.outputs.map((tensor) => ({ tensor, each: true })), nodes: [made] };
}

/** For operations on each value by itself, whose inputs have one shape. */
export const valueByValue: BatchingRule = (context) =>
  same(
    context,
    context.inputs.map((_, place) => eachOf(context, place)),
  );

/** For operations whose inputs broadcast: the axis over the runs stands before those of the largest rank. */
export const broadcasting: BatchingRule = (context) => same(context, alignedInputs(context));

export function alignedInputs(context: BatchingContext): GraphTensor[] {
  const rank = context.node.outputs[0]?.shape.length ?? 0;
  return context.inputs.map(({ tensor, each }) => (each ? aligned(context.ops, tensor, rank) : tensor));
}

/** A tensor with the axis over the runs as if each run's had the rank given. */
export function aligned(ops: GraphOps, tensor: GraphTensor, rank: number): GraphTensor {
  const [runs = null, ...shape] = tensor.shape;
  const lacking: TensorShape = Array<number>(Math.max(0, rank - shape.length)).fill(1);
  return ops.reshape(tensor, [runs, ...lacking, ...shape]);
}

const unpack: Operation = { type: 'Unpack', outputs: ['output'] };
const pack: Operation = { type: 'Pack', outputs: ['output'] };

/** Run by run, for operations that know no further axis: each gets exactly what it would alone. */
export const runByRun: BatchingRule = (context) => {
  const { ops, runs, node, inputs, after } = context;
  const parts = inputs.map(({ tensor, each }) => (each ? unpacked(context, tensor) : null));
  const made = Array.from({ length: runs }, (_, run) => {
    const own = inputs.map(({ tensor }, place) => parts[place]?.[run] ?? tensor);
    return ops.trace.add(node.operation, own, node.attributes, node.outputs, { name: node.name, after });
  });
  const outputs = node.outputs.map((type, index) => {
    const values = made.flatMap(({ outputs }) => outputs[index] ?? []);
    const attributes = { T: { type: type.dtype }, N: { int: runs }, axis: { int: 0 } } as const;
    return { tensor: ops.apply(pack, values, withRuns(context, type), attributes), each: true };
  });
  return { outputs, nodes: made };
};

/** A tensor of all runs as one of each. */
function unpacked({ ops, runs }: BatchingContext, tensor: GraphTensor): readonly GraphTensor[] {
  const { dtype, shape } = tensor;
  const attributes = { T: { type: dtype }, num: { int: runs }, axis: { int: 0 } } as const;
  const types = Array.from({ length: runs }, () => ({ dtype, shape: shape.slice(1) }));
  return ops.trace.add(unpack, [tensor], attributes, types).outputs;
}

/** A vector of sizes or places with one more in front, for the axis over the runs. */
export function prepended(context: BatchingContext, place: number, first: number): GraphTensor {
  const { ops, node } = context;
  const { tensor, each } = inputOf(context, place);
  if (each) throw new Error(`${node.operation.type} has sizes that are not the same for all runs`);
  const written = node.inputs[place];
  if (written?.node.attributes['value'] !== undefined) return ops.integers([first, ...ops.valuesOf(written)]);
  return ops.concatenate([ops.integers([first]), tensor], 0);
}

/** Axes, or one, that are written as a constant input, counted behind the axis over the runs. */
export function shiftedAxes({ ops, node }: BatchingContext, place: number): GraphTensor {
  const written = node.inputs[place];
  if (written === undefined) throw new Error(`${node.operation.type} has no axes`);
  const axes = ops.valuesOf(written).map((axis) => (axis < 0 ? axis : axis + 1));
  return ops.integers(axes, written.shape.map(Number));
}

/** Elements along the first axis: of what the runs share all runs' at once, of what each has for itself run by run. */
export const gathered: BatchingRule = (context) => {
  const [values, places, axis] = [0, 1, 2].map((place) => inputOf(context, place));
  const isShared = values?.each === false && axis?.each === false && values.tensor.shape.length > 0;
  if (!isShared || places === undefined) return runByRun(context);
  return same(context, [values.tensor, places.tensor, axis.tensor]);
};
