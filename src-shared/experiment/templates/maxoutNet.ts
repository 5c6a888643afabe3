import { chain, type NetworkTemplate } from './template';

export const maxoutNet: NetworkTemplate = {
  id: 'maxoutNet',
  title: 'Maxout net',
  summary:
    'Each hidden unit keeps the largest of several straight pieces and so learns the shape of its own activation. Few ' +
    'units with many pieces draw a circle surprisingly well.',
  source: 'Goodfellow et al. 2013, Maxout Networks; CS231n, Neural Networks Part 1',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'maxout1', kind: 'maxout', units: 8, pieces: 3 },
      { id: 'maxout2', kind: 'maxout', units: 8, pieces: 3 },
      { id: 'scores', kind: 'dense', units: 2 },
    ),
    dataset: { kind: 'circles' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      batchSize: 32,
      epochs: 50,
    },
  },
  slider: { layer: 'maxout1', parameter: 'pieces', minimum: 2, maximum: 16 },
};
