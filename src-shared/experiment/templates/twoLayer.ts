import { chain, type NetworkTemplate } from './template';

export const twoLayer: NetworkTemplate = {
  id: 'twoLayer',
  title: 'Two-layer net on images',
  summary:
    'The two-layer net of the CIFAR-10 exercise: 32×32×3 pixels as 3,072 numbers, one hidden layer, ten scores. Move ' +
    'the width of the hidden layer and see what it buys. The images are drawn here; put CIFAR-10’s in their place.',
  source: 'CS231n, Assignment 1: Two-Layer Neural Network',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 100, initializer: 'heNormal' },
      { id: 'relu', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 10 },
    ),
    dataset: { kind: 'renderedShapes', scaling: 'standardize' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.001 },
      l2: 0.0001,
      batchSize: 128,
      epochs: 20,
    },
  },
  slider: { layer: 'hidden', parameter: 'units', minimum: 1, maximum: 1000 },
};
