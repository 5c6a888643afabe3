import { chain, type NetworkTemplate } from './template';

const convolution = { kind: 'conv2d', kernelSize: 3, padding: 'same', initializer: 'heNormal' } as const;

export const smallVgg: NetworkTemplate = {
  id: 'smallVgg',
  title: 'Small VGG',
  summary:
    'Nothing but 3×3 convolutions in pairs, halving the image and doubling the channels after each pair: two small ' +
    'kernels see as far as one of 5×5, with fewer weights and one more ReLU.',
  source: 'Simonyan and Zisserman 2015; CS231n, Convolutional Networks: Layer Patterns',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { ...convolution, id: 'conv1', filters: 16 },
      { id: 'relu1', kind: 'relu' },
      { ...convolution, id: 'conv2', filters: 16 },
      { id: 'relu2', kind: 'relu' },
      { id: 'pool1', kind: 'maxPool2d', poolSize: 2 },
      { ...convolution, id: 'conv3', filters: 32 },
      { id: 'relu3', kind: 'relu' },
      { ...convolution, id: 'conv4', filters: 32 },
      { id: 'relu4', kind: 'relu' },
      { id: 'pool2', kind: 'maxPool2d', poolSize: 2 },
      { id: 'flatten', kind: 'flatten' },
      { id: 'hidden', kind: 'dense', units: 64, initializer: 'heNormal' },
      { id: 'relu5', kind: 'relu' },
      { id: 'dropout', kind: 'dropout', rate: 0.5 },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
    dataset: { kind: 'renderedShapes', scaling: 'standardize' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      batchSize: 64,
      epochs: 10,
    },
  },
};
