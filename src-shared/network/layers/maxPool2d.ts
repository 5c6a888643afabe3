import { hasNone, padImage, unusual, writePair } from '../../frameworks/torch';
import { definePooling } from '../layer/pooling';

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
  code: {
    classNames: ['MaxPooling2D', 'MaxPool2D'],
    tfjs: 'maxPooling2d',
    pytorch({ poolSize, strides }, pads) {
      const constructor = `nn.MaxPool2d(${writePair(poolSize)}${unusual({
        stride: [writePair(strides), writePair(poolSize)],
      })})`;
      const padded = (x: string): string => (hasNone(pads) ? x : padImage(x, pads, 'float("-inf")'));
      return {
        attributes: { '': constructor },
        forward: ([x = ''], self) => `${self}(${padded(x)})`,
      };
    },
  },
  pool: (ops, x, options) => ops.maxPool2d(x, options),
});
