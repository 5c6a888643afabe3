import { chain, type NetworkTemplate } from './template';

export const threeLayer: NetworkTemplate = {
  id: 'threeLayer',
  title: 'Three-layer net on images',
  summary:
    'The two-layer net with a second hidden layer and dropout. Compare the two: more layers fit the training images ' +
    'sooner, and regularization decides what that is worth on new ones.',
  source: 'CS231n, Assignment 2: Fully-connected Neural Network',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden1', kind: 'dense', units: 100, initializer: 'heNormal' },
      { id: 'relu1', kind: 'relu' },
      { id: 'dropout', kind: 'dropout', rate: 0.2 },
      { id: 'hidden2', kind: 'dense', units: 100, initializer: 'heNormal' },
      { id: 'relu2', kind: 'relu' },
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
  slider: { layer: 'hidden1', parameter: 'units', minimum: 1, maximum: 1000 },
};
