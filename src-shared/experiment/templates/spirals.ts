import { chain, type NetworkTemplate } from './template';

/** What the program opens with. */
export const spirals: NetworkTemplate = {
  id: 'spirals',
  title: 'Two spirals',
  summary:
    'Two classes wound around each other, and a net with two small hidden layers. Train it and watch the boundary ' +
    'bend: no straight line could part them.',
  source: 'CS231n, Putting it together: Minimal Neural Network Case Study',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden1', kind: 'dense', units: 16, initializer: 'heNormal' },
      { id: 'relu1', kind: 'relu' },
      { id: 'hidden2', kind: 'dense', units: 16, initializer: 'heNormal' },
      { id: 'relu2', kind: 'relu' },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'spirals', examples: 1000, noise: 0.1 },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      batchSize: 32,
      epochs: 200,
    },
  },
  slider: { layer: 'hidden1', parameter: 'units', minimum: 1, maximum: 64 },
};
