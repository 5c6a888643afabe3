import type { GraphTensor } from '../graph/trace';
import * as reduction from '../operations/reduction';
import * as shaping from '../operations/shaping';
import type { GraphOps } from './graphOps';

/** The index of the largest value along the last axis. */
export function argMax(ops: GraphOps, x: GraphTensor): GraphTensor {
  const type = { dtype: 'int32', shape: x.shape.slice(0, -1) } as const;
  return ops.apply(reduction.argMax, [x, ops.integer(x.shape.length - 1)], type, {
    T: { type: x.dtype },
    Tidx: { type: 'int32' },
    output_type: { type: 'int32' },
  });
}

/** How often each index below `size` occurs, float32 [size]. */
export function countEach(ops: GraphOps, indices: GraphTensor, size: number): GraphTensor {
  // TensorFlow refuses indices below 0.
  const counted = ops.maximum(indices, ops.integer(0));
  const inputs = [counted, ops.integer(size), ops.integers([])];
  const type = { dtype: 'int32', shape: [size] } as const;
  return ops.cast(ops.apply(reduction.countEach, inputs, type, { T: { type: 'int32' } }), 'float32');
}

/** 1 at each index of a new last axis of length `depth`, 0 elsewhere. */
export function oneHot(ops: GraphOps, indices: GraphTensor, depth: number): GraphTensor {
  const inputs = [indices, ops.integer(depth), ops.constant(1), ops.constant(0)];
  const type = { dtype: 'float32', shape: [...indices.shape, depth] } as const;
  return ops.apply(shaping.oneHot, inputs, type, {
    T: { type: 'float32' },
    TI: { type: indices.dtype },
    axis: { int: -1 },
  });
}
