import type { Attributes } from '../graph/attributes';
import type { GraphOps } from './graphOps';
import { batchNormalization } from '../operations/normalization';
import { onlyOutput, type GraphTensor } from '../graph/trace';

/** {@link Ops.batchNormalize} through the fused kernel, which wants images: other ranks are reshaped to one. */
export function batchNormalize(
  ops: GraphOps,
  x: GraphTensor,
  scale: GraphTensor,
  offset: GraphTensor,
  epsilon: number,
): { output: GraphTensor; mean: GraphTensor; variance: GraphTensor } {
  const [batch = null, ...rest] = x.shape;
  const channels = x.shape.at(-1) ?? 0;
  const between = rest.slice(0, -1).reduce<number>((product, size) => product * (size ?? 1), 1);
  const image = x.shape.length === 4 ? x : ops.reshape(x, [batch, 1, between, channels]);

  const perChannel = { dtype: 'float32', shape: [channels] } as const;
  const attributes: Attributes = {
    T: { type: 'float32' },
    U: { type: 'float32' },
    epsilon: { float: epsilon },
    exponential_avg_factor: { float: 1 },
    data_format: { string: 'NHWC' },
    is_training: { bool: true },
  };
  const unused = ops.constant([]);
  const node = ops.trace.add(batchNormalization, [image, scale, offset, unused, unused], attributes, [
    image,
    ...Array<typeof perChannel>(5).fill(perChannel),
  ]);
  const [, mean, unbiased] = node.outputs;
  if (mean === undefined || unbiased === undefined) throw new Error('batch normalization gave no statistics');

  // The kernel divides by n − 1 (by 1 where n is 1); the moving average wants the biased variance.
  const count = ops.countOf([batch, between]);
  const bias = ops.divide(ops.subtract(count, ops.constant(1)), count);
  return { output: ops.reshape(onlyOutput(node), x.shape), mean, variance: ops.multiply(unbiased, bias) };
}
