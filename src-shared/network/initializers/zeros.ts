import type { InitializerDefinition } from './initializer';

export const zeros: InitializerDefinition = {
  title: 'Zeros',
  description: {
    summary:
      'All zero: the usual start of biases. In a kernel it is a pitfall: every unit computes the same, gets the same ' +
      'gradient, and stays the same.',
    formula: 'W = 0',
    source: 'CS231n, Neural Networks Part 2: Weight Initialization (pitfall: all zero)',
  },
  defaults: {},
  code: { className: 'Zeros', pytorch: (tensor) => `nn.init.zeros_(${tensor})` },
  fill(values) {
    values.fill(0);
  },
};
