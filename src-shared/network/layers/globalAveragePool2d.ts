import { defineGlobalPooling } from '../layer/pooling';

export const globalAveragePool2d = defineGlobalPooling({
  kind: 'globalAveragePool2d',
  title: 'Global average pooling 2D',
  description: {
    summary:
      'The mean of each channel over the whole image: one number a channel. It takes the place of a Flatten and most ' +
      'of the dense weights behind it, and works for images of any size.',
    formula: 'y[c] = mean x[i, j, c] over all i, j',
    source: 'Lin et al. 2014, Network In Network',
  },
  traits: { affine: 'fixed' },
  code: {
    keras: {
      classNames: ['GlobalAveragePooling2D', 'GlobalAvgPool2D'],
      arguments: {},
      usual: { keepdims: [false] },
      tfjs: () => ({ factory: 'globalAveragePooling2d' }),
    },
    pytorch: () => ({ forward: ([x = '']) => `${x}.mean(dim=(2, 3))` }),
  },
  pool: (ops, x) => ops.mean(x, [1, 2]),
});
