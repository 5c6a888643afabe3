import type { Attribute, Attributes } from '../graph/attributes';
import { add } from '../operations/arithmetic';
import type { Operation } from '../graph/trace';
import { alignedInputs, eachOf, inputOf, ofEach, same, type BatchingRule } from './batching';
import { sumOver } from './reductions';

const batchMatMul: Operation = { type: 'BatchMatMulV2', outputs: ['output'] };

/** A matrix product for each run; a factor that they share is used as it is. */
export const products: BatchingRule = (context) => {
  const { transpose_a, transpose_b, T } = context.node.attributes;
  const attributes: Attributes = {
    T: T ?? { type: 'float32' },
    adj_x: flag(transpose_a),
    adj_y: flag(transpose_b),
  };
  const factors = [inputOf(context, 0).tensor, inputOf(context, 1).tensor];
  return same(context, factors, { operation: batchMatMul, attributes });
};

/** Adds each run's vector along the last axis. */
export const biases: BatchingRule = (context) =>
  same(context, alignedInputs(context), { operation: add, attributes: { T: { type: 'float32' } } });

/** Sums over all axes but the runs' and the last. */
export const biasSums: BatchingRule = (context) => {
  const gradient = eachOf(context, 0);
  const axes = gradient.shape.map((_, axis) => axis).slice(1, -1);
  return ofEach(sumOver(context.ops, gradient, axes));
};

function flag(attribute: Attribute | undefined): Attribute {
  return { bool: attribute !== undefined && 'bool' in attribute && attribute.bool };
}
