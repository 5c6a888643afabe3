import type { Mutation } from '../mutation.ts';

export const network: readonly Mutation[] = [
  {
    name: 'dropout-scale',
    file: 'src-shared/network/layers/dropout.ts',
    code: 'ops.constant(1 / (1 - rate))',
    mutant: 'ops.constant(1)',
    breaks: 'a net with dropout sees smaller sums while it trains than when it predicts',
    tests: ['parity/oracles/layers'],
  },
  {
    name: 'batch-norm-momentum',
    file: 'src-shared/network/layers/batchNormalization.ts',
    code: 'ops.multiply(batch, ops.constant(1 - momentum))',
    mutant: 'ops.multiply(batch, ops.constant(momentum))',
    breaks: 'the averages for predictions grow without end',
    tests: ['parity/oracles/layers'],
  },
  {
    name: 'layer-norm-epsilon',
    file: 'src-shared/network/layer/normalizationCode.ts',
    code: "plain('epsilon', { usual: 0.001 })",
    mutant: "plain('epsilon', { usual: 0.00001 })",
    breaks: 'a Keras file that does not write its epsilon out is read with another',
    tests: ['unit/importing/config'],
  },
  {
    name: 'same-padding-side',
    file: 'src-shared/ops/shapes.ts',
    code: `    Math.floor(vertical / 2),
    Math.floor(horizontal / 2),
    Math.ceil(vertical / 2),
    Math.ceil(horizontal / 2),`,
    mutant: `    Math.ceil(vertical / 2),
    Math.ceil(horizontal / 2),
    Math.floor(vertical / 2),
    Math.floor(horizontal / 2),`,
    breaks: 'an exported convolution sees its image shifted by a pixel',
    tests: ['unit/ops/shapes'],
  },
];
