import type { Attributes } from '../graph/attributes';
import type { GraphOps } from '../ops/graphOps';
import { gather } from '../operations/control';
import { count, slice } from '../operations/shaping';
import type { GraphTensor } from '../graph/trace';
import { gatherRows, type Variable } from '../graph/variables';

/** The indices of the examples in one batch of an order; the last batch may be smaller. */
export function batchOf(
  ops: GraphOps,
  order: GraphTensor,
  batch: GraphTensor,
  batchSize: number,
): GraphTensor {
  const begin = ops.multiply(batch, ops.integer(batchSize));
  const size = ops.minimum(ops.integer(batchSize), ops.subtract(countOf(ops, order), begin));
  const type = { dtype: 'int32', shape: [null] } as const;
  const attributes: Attributes = { T: { type: 'int32' }, Index: { type: 'int32' } };
  return ops.apply(slice, [order, ops.pack([begin]), ops.pack([size])], type, attributes);
}

/**
 * The same for a batch whose size is known. They are gathered one by one: XLA would compile a slice anew for every
 * place where it begins.
 */
export function knownBatchOf(
  ops: GraphOps,
  order: Variable,
  batch: GraphTensor,
  batchSize: number,
  examples: number,
): GraphTensor {
  const begin = ops.multiply(batch, ops.integer(batchSize));
  const offsets = ops.integers(Array.from({ length: examples }, (_, place) => place));
  const rows = gatherRows(ops, order, ops.add(begin, offsets));
  // As everywhere, the batch's axis has no size in the trace.
  return { ...rows, shape: [null] };
}

/** Size of the first axis: an int32 scalar. */
export function firstSize(ops: GraphOps, x: GraphTensor): GraphTensor {
  return elementAt(ops, ops.sizesOf(x), ops.integer(0));
}

/** Length of a vector: an int32 scalar. */
export function countOf(ops: GraphOps, vector: GraphTensor): GraphTensor {
  const attributes: Attributes = { T: { type: vector.dtype }, out_type: { type: 'int32' } };
  return ops.apply(count, [vector], { dtype: 'int32', shape: [] }, attributes);
}

/** One element along the first axis: of a vector, a scalar. */
export function elementAt(ops: GraphOps, vector: GraphTensor, index: GraphTensor): GraphTensor {
  return ops.apply(
    gather,
    [vector, index, ops.integer(0)],
    { dtype: vector.dtype, shape: vector.shape.slice(1) },
    {
      Tparams: { type: vector.dtype },
      Tindices: { type: 'int32' },
      Taxis: { type: 'int32' },
      batch_dims: { int: 0 },
    },
  );
}
