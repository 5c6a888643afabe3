import type { GraphBuilder } from './graphBuilder';
import { gather } from '../operations/control';
import * as operations from '../operations/variables';
import { onlyOutput, type GraphNode, type GraphTensor, type NamedTensorType } from './trace';

/** A tensor that lives in the session from call to call. */
export type Variable = NamedTensorType;

/**
 * An open function names the variable anew, and the session finds it by its name; a closed one is given the handle by
 * its caller, as XLA compiles nothing that looks around by itself.
 */
export function handleOf({ trace }: GraphBuilder, variable: Variable): GraphTensor {
  if (trace.borders === 'closed') return trace.capture(variable);
  const { name, dtype, shape } = variable;
  const attributes = {
    dtype: { type: dtype },
    shape: { shape },
    shared_name: { string: name },
    container: { string: '' },
  };
  return onlyOutput(
    trace.add(operations.handle, [], attributes, [{ dtype: 'resource', shape: [] }], {
      name: `handle/${name}`,
    }),
  );
}

export function readVariable(
  builder: GraphBuilder,
  variable: Variable,
  after: readonly GraphNode[] = [],
): GraphTensor {
  const attributes = { dtype: { type: variable.dtype } };
  const options = { name: `read/${variable.name}`, after };
  return onlyOutput(
    builder.trace.add(operations.read, [handleOf(builder, variable)], attributes, [variable], options),
  );
}

export function assignVariable(
  builder: GraphBuilder,
  variable: Variable,
  value: GraphTensor,
  after: readonly GraphNode[] = [],
): GraphNode {
  const attributes = { dtype: { type: variable.dtype }, validate_shape: { bool: false } };
  const options = { name: `assign/${variable.name}`, after };
  return builder.trace.add(operations.assign, [handleOf(builder, variable), value], attributes, [], options);
}

/** The rows of a variable at the given indices, in their order. */
export function gatherRows(builder: GraphBuilder, variable: Variable, indices: GraphTensor): GraphTensor {
  const { dtype, shape } = variable;
  const attributes = {
    dtype: { type: dtype },
    Tindices: { type: indices.dtype },
    batch_dims: { int: 0 },
    validate_indices: { bool: true },
  };
  const type = { dtype, shape: [...indices.shape, ...shape.slice(1)] };
  return onlyOutput(
    builder.trace.add(operations.gatherRows, [handleOf(builder, variable), indices], attributes, [type]),
  );
}

/**
 * The same of a variable that holds JavaScript's memory. TensorFlow gives a variable whose rows are gathered directly
 * memory of its own; XLA does not, and gathers from nothing else.
 */
export function gatherSharedRows(
  builder: GraphBuilder,
  variable: Variable,
  indices: GraphTensor,
): GraphTensor {
  if (builder.trace.borders === 'closed') return gatherRows(builder, variable, indices);
  const { dtype, shape } = variable;
  const attributes = {
    Tparams: { type: dtype },
    Tindices: { type: indices.dtype },
    Taxis: { type: 'int32' },
    batch_dims: { int: 0 },
  } as const;
  const type = { dtype, shape: [...indices.shape, ...shape.slice(1)] };
  const inputs = [readVariable(builder, variable), indices, builder.integer(0)];
  return onlyOutput(builder.trace.add(gather, inputs, attributes, [type]));
}
