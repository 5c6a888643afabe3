import { chain, type NetworkTemplate } from './template';

export const logisticRegression: NetworkTemplate = {
  id: 'logisticRegression',
  title: 'Single neuron: logistic regression',
  summary:
    'One neuron with the sigmoid cross-entropy: it draws one straight line, and says how sure it is on either side. ' +
    'The smallest net there is.',
  source: 'CS231n, Neural Networks Part 1: Single neuron as a linear classifier',
  experiment: {
    network: chain({ id: 'input', kind: 'input' }, { id: 'score', kind: 'dense', units: 1 }),
    dataset: { kind: 'linear' },
    training: {
      loss: 'sigmoidCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      batchSize: 32,
      epochs: 30,
    },
  },
};
