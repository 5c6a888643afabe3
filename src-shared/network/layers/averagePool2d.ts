import { definePooling } from '../pooling';

export const averagePool2d = definePooling({
  kind: 'averagePool2d',
  title: 'Average pooling 2D',
  description: {
    summary:
      'Slides a window over each channel and keeps the mean. It makes the image smaller and smoother; where the ' +
      'window reaches over the edge, only the values inside are averaged.',
    formula: 'y[i, j, c] = mean x[s·i + u, s·j + v, c] over u, v in the window',
    source: 'CS231n, Convolutional Networks: Pooling Layer (general pooling)',
  },
  pool: (ops, x, options) => ops.averagePool2d(x, options),
});
