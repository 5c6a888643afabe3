import { fillTruncatedNormal, type InitializerDefinition } from './initializer';

export const heNormal: InitializerDefinition = {
  title: 'He normal',
  description: {
    summary:
      'Normal, cut at two deviations, with a variance that keeps the size of signals through layers of ReLU, which set half of them to zero.',
    formula: 'W ~ N(0, 2 / fanIn)',
    source:
      'He et al. 2015, Delving Deep into Rectifiers; CS231n, Neural Networks Part 2: Weight Initialization',
  },
  defaults: {},
  code: {
    className: 'HeNormal',
    varianceScaling: { scale: 2, mode: 'fan_in', distribution: 'normal' },
    pytorch: (tensor) => `nn.init.kaiming_normal_(${tensor}, nonlinearity="relu")`,
  },
  fill(values, { fanIn, random }) {
    fillTruncatedNormal(values, random, Math.sqrt(2 / Math.max(1, fanIn)));
  },
};
