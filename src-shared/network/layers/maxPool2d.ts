import { definePooling } from '../pooling';

export const maxPool2d = definePooling({
  kind: 'maxPool2d',
  title: 'Max pooling 2D',
  description: {
    summary:
      'Slides a window over each channel and keeps the largest value. The image gets smaller, and a pattern that was ' +
      'found counts even where it has shifted a little.',
    formula: 'y[i, j, c] = max x[s·i + u, s·j + v, c] over u, v in the window',
    source: 'CS231n, Convolutional Networks: Pooling Layer',
  },
  pool: (ops, x, options) => ops.maxPool2d(x, options),
});
