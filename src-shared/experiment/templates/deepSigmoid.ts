import { chain, type NetworkTemplate } from './template';

const hidden = Array.from({ length: 6 }, (_, index) => [
  { id: `hidden${index + 1}`, kind: 'dense', units: 16, initializer: 'glorotUniform' },
  { id: `sigmoid${index + 1}`, kind: 'sigmoid' },
]).flat();

export const deepSigmoid: NetworkTemplate = {
  id: 'deepSigmoid',
  title: 'Deep sigmoid net',
  summary:
    'Six hidden layers of sigmoids. Each multiplies the gradient by at most ¼ on its way back, and the first layers ' +
    'hardly learn. Look at the gradients, then change the sigmoids to ReLUs.',
  source: 'Glorot and Bengio 2010; CS231n, Neural Networks Part 1: Commonly used activation functions',
  experiment: {
    network: chain({ id: 'input', kind: 'input' }, ...hidden, { id: 'scores', kind: 'dense', units: 2 }),
    dataset: { kind: 'moons' },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      batchSize: 32,
      epochs: 50,
    },
  },
};
