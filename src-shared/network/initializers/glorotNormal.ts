import { fillTruncatedNormal, type InitializerDefinition } from './initializer';

export const glorotNormal: InitializerDefinition = {
  title: 'Glorot normal',
  description: {
    summary:
      'Normal, cut at two deviations, with a variance between what the forward and the backward pass would like: made for tanh and sigmoid. Also called Xavier.',
    formula: 'W ~ N(0, 2 / (fanIn + fanOut))',
    source: 'Glorot and Bengio 2010; CS231n, Neural Networks Part 2: Weight Initialization',
  },
  defaults: {},
  code: {
    className: 'GlorotNormal',
    varianceScaling: { scale: 1, mode: 'fan_avg', distribution: 'normal' },
    pytorch: (tensor) => `nn.init.xavier_normal_(${tensor})`,
  },
  fill(values, { fanIn, fanOut, random }) {
    fillTruncatedNormal(values, random, Math.sqrt(2 / Math.max(1, fanIn + fanOut)));
  },
};
