import type { NetworkTemplate } from './template';

/** Without a bias: the normalization behind it has an offset of its own. */
const convolution = {
  kind: 'conv2d',
  kernelSize: 3,
  padding: 'same',
  useBias: false,
  initializer: 'heNormal',
} as const;

export const smallResidual: NetworkTemplate = {
  id: 'smallResidual',
  title: 'Small residual net',
  summary:
    'Two residual blocks: the input of each goes past its two convolutions and is added to their result, so that they ' +
    'only learn what is to be changed. In the second block a 1×1 convolution brings the short way to the new size.',
  source: 'He et al. 2016, Deep Residual Learning for Image Recognition',
  experiment: {
    network: {
      layers: [
        { id: 'input', kind: 'input' },
        { ...convolution, id: 'conv0', filters: 16 },
        { id: 'norm0', kind: 'batchNormalization' },
        { id: 'relu0', kind: 'relu' },
        { ...convolution, id: 'conv1a', filters: 16 },
        { id: 'norm1a', kind: 'batchNormalization' },
        { id: 'relu1a', kind: 'relu' },
        { ...convolution, id: 'conv1b', filters: 16 },
        { id: 'norm1b', kind: 'batchNormalization' },
        { id: 'add1', kind: 'add' },
        { id: 'relu1b', kind: 'relu' },
        { ...convolution, id: 'conv2a', filters: 32, strides: 2 },
        { id: 'norm2a', kind: 'batchNormalization' },
        { id: 'relu2a', kind: 'relu' },
        { ...convolution, id: 'conv2b', filters: 32 },
        { id: 'norm2b', kind: 'batchNormalization' },
        { ...convolution, id: 'shortcut2', filters: 32, kernelSize: 1, strides: 2 },
        { id: 'add2', kind: 'add' },
        { id: 'relu2b', kind: 'relu' },
        { id: 'pool', kind: 'globalAveragePool2d' },
        { id: 'scores', kind: 'dense', units: 10 },
      ],
      edges: [
        ['input', 'conv0'],
        ['conv0', 'norm0'],
        ['norm0', 'relu0'],
        ['relu0', 'conv1a'],
        ['conv1a', 'norm1a'],
        ['norm1a', 'relu1a'],
        ['relu1a', 'conv1b'],
        ['conv1b', 'norm1b'],
        ['norm1b', 'add1'],
        ['relu0', 'add1'],
        ['add1', 'relu1b'],
        ['relu1b', 'conv2a'],
        ['conv2a', 'norm2a'],
        ['norm2a', 'relu2a'],
        ['relu2a', 'conv2b'],
        ['conv2b', 'norm2b'],
        ['relu1b', 'shortcut2'],
        ['norm2b', 'add2'],
        ['shortcut2', 'add2'],
        ['add2', 'relu2b'],
        ['relu2b', 'pool'],
        ['pool', 'scores'],
      ],
      blocks: [
        {
          id: 'block1',
          name: 'Residual block 1',
          layers: ['conv1a', 'norm1a', 'relu1a', 'conv1b', 'norm1b', 'add1', 'relu1b'],
        },
        {
          id: 'block2',
          name: 'Residual block 2',
          layers: ['conv2a', 'norm2a', 'relu2a', 'conv2b', 'norm2b', 'shortcut2', 'add2', 'relu2b'],
        },
      ],
    },
    dataset: { kind: 'renderedShapes', scaling: 'standardize' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      batchSize: 64,
      epochs: 10,
    },
  },
};
