import { chain, type NetworkTemplate } from './template';

export const lenet5: NetworkTemplate = {
  id: 'lenet5',
  title: 'LeNet-5',
  summary:
    'The convolutional net that read the digits on cheques: two rounds of convolution and averaging, then three dense ' +
    'layers. 61,706 parameters, in its usual form without the original’s hand-made connection table.',
  source: 'LeCun et al. 1998, Gradient-Based Learning Applied to Document Recognition',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'c1', kind: 'conv2d', filters: 6, kernelSize: 5, padding: 'same' },
      { id: 'tanh1', kind: 'tanh' },
      { id: 's2', kind: 'averagePool2d', poolSize: 2 },
      { id: 'c3', kind: 'conv2d', filters: 16, kernelSize: 5, padding: 'valid' },
      { id: 'tanh3', kind: 'tanh' },
      { id: 's4', kind: 'averagePool2d', poolSize: 2 },
      { id: 'flatten', kind: 'flatten' },
      { id: 'c5', kind: 'dense', units: 120 },
      { id: 'tanh5', kind: 'tanh' },
      { id: 'f6', kind: 'dense', units: 84 },
      { id: 'tanh6', kind: 'tanh' },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
    dataset: { kind: 'renderedDigits' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      batchSize: 64,
      epochs: 10,
    },
  },
};
