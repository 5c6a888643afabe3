import { fillUniform, type InitializerDefinition } from './initializer';

export const glorotUniform: InitializerDefinition = {
  title: 'Glorot uniform',
  description: {
    summary:
      'Uniform, with the variance of Glorot normal: the usual start of most frameworks. Also called Xavier.',
    formula: 'W ~ U(−r, r), r = √(6 / (fanIn + fanOut))',
    source: 'Glorot and Bengio 2010',
  },
  defaults: {},
  code: {
    className: 'GlorotUniform',
    varianceScaling: { scale: 1, mode: 'fan_avg', distribution: 'uniform' },
    pytorch: (tensor) => `nn.init.xavier_uniform_(${tensor})`,
  },
  fill(values, { fanIn, fanOut, random }) {
    const limit = Math.sqrt(6 / Math.max(1, fanIn + fanOut));
    fillUniform(values, random, -limit, limit);
  },
};
