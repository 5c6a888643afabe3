import { hasNone, padImage, unusual, writePair } from '../../frameworks/torch';
import { definePooling } from '../layer/pooling';

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
  traits: { affine: 'fixed' },
  code: {
    classNames: ['AveragePooling2D', 'AvgPool2D'],
    tfjs: 'averagePooling2d',
    pytorch({ poolSize, strides }, pads) {
      const constructor = `nn.AvgPool2d(${writePair(poolSize)}${unusual({
        stride: [writePair(strides), writePair(poolSize)],
      })})`;
      // A window over the edge averages what is inside: its mean with zeros, by the share that is inside.
      const share = (x: string): string => padImage(`torch.ones_like(${x})`, pads);
      return {
        attributes: { '': constructor },
        forward: ([x = ''], self) =>
          hasNone(pads) ? `${self}(${x})` : `${self}(${padImage(x, pads)}) / ${self}(${share(x)})`,
      };
    },
  },
  pool: (ops, x, options) => ops.averagePool2d(x, options),
});
