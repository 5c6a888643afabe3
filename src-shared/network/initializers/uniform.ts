import { fillUniform, type InitializerDefinition } from './initializer';

const minimum = -0.05;
const maximum = 0.05;

export const uniform: InitializerDefinition = {
  title: 'Uniform',
  description: {
    summary: 'Every value between two bounds of your own choice is as likely as any other.',
    formula: 'W ~ U(minimum, maximum)',
    source: 'CS231n, Neural Networks Part 2: Weight Initialization (small random numbers)',
  },
  defaults: { minimum, maximum },
  code: {
    className: 'RandomUniform',
    options: { minimum: 'minval', maximum: 'maxval' },
    pytorch: (tensor, options) => `nn.init.uniform_(${tensor}, ${options.minimum}, ${options.maximum})`,
  },
  fill(values, { random, options }) {
    fillUniform(values, random, options.minimum ?? minimum, options.maximum ?? maximum);
  },
};
