import type { InitializerDefinition } from './initializer';

export const constant: InitializerDefinition = {
  title: 'Constant',
  description: {
    summary:
      'One value everywhere. Fine for biases; a kernel of equal weights makes all units learn the same thing, because ' +
      'nothing tells them apart.',
    formula: 'W = value',
    source: 'CS231n, Neural Networks Part 2: Weight Initialization',
  },
  defaults: { value: 0 },
  code: {
    className: 'Constant',
    options: { value: 'value' },
    pytorch: (tensor, options) => `nn.init.constant_(${tensor}, ${options.value})`,
  },
  fill(values, { options }) {
    values.fill(options.value ?? 0);
  },
};
