import type { InitializerDefinition } from './initializer';

export const ones: InitializerDefinition = {
  title: 'Ones',
  description: {
    summary: 'All one: the start of the scales of normalization layers, which then change nothing at first.',
    formula: 'W = 1',
    source: 'Ioffe and Szegedy 2015, Batch Normalization',
  },
  defaults: {},
  code: { className: 'Ones', pytorch: (tensor) => `nn.init.ones_(${tensor})` },
  fill(values) {
    values.fill(1);
  },
};
