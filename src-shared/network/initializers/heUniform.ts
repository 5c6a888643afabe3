import { fillUniform, type InitializerDefinition } from './initializer';

export const heUniform: InitializerDefinition = {
  title: 'He uniform',
  description: {
    summary: 'Uniform, with the variance of He normal: made for layers of ReLU.',
    formula: 'W ~ U(−r, r), r = √(6 / fanIn)',
    source: 'He et al. 2015, Delving Deep into Rectifiers',
  },
  defaults: {},
  code: {
    className: 'HeUniform',
    varianceScaling: { scale: 2, mode: 'fan_in', distribution: 'uniform' },
    pytorch: (tensor) => `nn.init.kaiming_uniform_(${tensor}, nonlinearity="relu")`,
  },
  fill(values, { fanIn, random }) {
    const limit = Math.sqrt(6 / Math.max(1, fanIn));
    fillUniform(values, random, -limit, limit);
  },
};
