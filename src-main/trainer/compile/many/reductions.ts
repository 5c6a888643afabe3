import type { GraphOps } from '../ops/graphOps';
import type { GraphTensor, Operation } from '../graph/trace';
import { eachOf, ofEach, same, shiftedAxes, type BatchingRule } from './batching';

const sum: Operation = { type: 'Sum', outputs: ['output'] };

/** Along axes that stand as a constant behind the values. */
export const alongAxes: BatchingRule = (context) =>
  same(context, [eachOf(context, 0), shiftedAxes(context, 1)]);

/** ½ Σ x² of each run. */
export const halfSquares: BatchingRule = (context) => {
  const { ops } = context;
  const x = eachOf(context, 0);
  const axes = x.shape.map((_, axis) => axis).slice(1);
  return ofEach(ops.multiply(ops.constant(0.5), sumOver(ops, ops.square(x), axes)));
};

/** A sum that is nothing else: `GraphOps` takes some sums for parts of something larger. */
export function sumOver(ops: GraphOps, x: GraphTensor, axes: readonly number[]): GraphTensor {
  const attributes = { T: { type: 'float32' }, Tidx: { type: 'int32' }, keep_dims: { bool: false } } as const;
  const shape = x.shape.filter((_, axis) => !axes.includes(axis));
  return ops.apply(sum, [x, ops.integers(axes)], { dtype: x.dtype, shape }, attributes);
}
