import { defineGlobalPooling } from '../layer/pooling';

export const globalMaxPool2d = defineGlobalPooling({
  kind: 'globalMaxPool2d',
  title: 'Global max pooling 2D',
  description: {
    summary:
      'The largest value of each channel over the whole image: whether its pattern occurs anywhere, and how strongly, ' +
      'no matter where.',
    formula: 'y[c] = max x[i, j, c] over all i, j',
    source: 'Oquab et al. 2015, Is object localization for free?',
  },
  code: {
    keras: {
      classNames: ['GlobalMaxPooling2D', 'GlobalMaxPool2D'],
      arguments: {},
      usual: { keepdims: [false] },
      tfjs: () => ({ factory: 'globalMaxPooling2d' }),
    },
    pytorch: () => ({ forward: ([x = '']) => `${x}.amax(dim=(2, 3))` }),
  },
  pool: (ops, x) => ops.max(x, [1, 2]),
});
