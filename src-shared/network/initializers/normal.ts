import type { InitializerDefinition } from './initializer';

const standardDeviation = 0.05;

export const normal: InitializerDefinition = {
  title: 'Normal',
  description: {
    summary:
      'Normal with a standard deviation of your own choice. Too small and the signals of a deep net die out, too large ' +
      'and they blow up: worth seeing once.',
    formula: 'W ~ N(0, s²)',
    source: 'CS231n, Neural Networks Part 2: Weight Initialization (small random numbers)',
  },
  defaults: { standardDeviation },
  code: {
    className: 'RandomNormal',
    options: { standardDeviation: 'stddev' },
    pytorch: (tensor, options) => `nn.init.normal_(${tensor}, std=${options.standardDeviation})`,
  },
  fill(values, { random, options }) {
    const scale = options.standardDeviation ?? standardDeviation;
    for (let i = 0; i < values.length; i++) values[i] = scale * random.normal();
  },
};
