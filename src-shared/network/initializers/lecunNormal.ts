import { fillTruncatedNormal, type InitializerDefinition } from './initializer';

export const lecunNormal: InitializerDefinition = {
  title: 'LeCun normal',
  description: {
    summary:
      'Normal, cut at two deviations, with a variance that keeps the size of signals through linear layers; SELU needs it.',
    formula: 'W ~ N(0, 1 / fanIn)',
    source: 'LeCun et al. 1998, Efficient BackProp; CS231n, Neural Networks Part 2: Weight Initialization',
  },
  defaults: {},
  code: {
    className: 'LecunNormal',
    tfjsClassName: 'LeCunNormal',
    varianceScaling: { scale: 1, mode: 'fan_in', distribution: 'normal' },
    pytorch: (tensor) => `nn.init.kaiming_normal_(${tensor}, nonlinearity="linear")`,
  },
  fill(values, { fanIn, random }) {
    fillTruncatedNormal(values, random, Math.sqrt(1 / Math.max(1, fanIn)));
  },
};
