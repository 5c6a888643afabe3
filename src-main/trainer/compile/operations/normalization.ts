import type { Operation } from '../graph/trace';

const fusedGradient: Operation = {
  type: 'FusedBatchNormGradV3',
  outputs: ['x_backprop', 'scale_backprop', 'offset_backprop', 'reserve_space_4', 'reserve_space_5'],
};

/** x, scale, offset and two unused inputs; only the first output is differentiated (Ioffe and Szegedy 2015). */
export const batchNormalization: Operation = {
  type: 'FusedBatchNormV3',
  outputs: ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2', 'reserve_space_3'],
  gradient: ({ ops, node, gradient, input }) => {
    const [x, scale] = [input(0), input(1)];
    const reserved = node.outputs.slice(3);
    const { T, U, epsilon, is_training } = node.attributes;
    if (!T || !U || !epsilon || !is_training)
      throw new Error('batch normalization was recorded without attributes');
    const [byX, byScale, byOffset] = ops.trace.add(
      fusedGradient,
      [gradient, x, scale, ...reserved],
      { T, U, epsilon, is_training },
      [x, scale, scale, scale, scale],
    ).outputs;
    return [byX ?? null, byScale ?? null, byOffset ?? null, null, null];
  },
};
