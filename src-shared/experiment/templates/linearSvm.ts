import { chain, type NetworkTemplate } from './template';

export const linearSvm: NetworkTemplate = {
  id: 'linearSvm',
  title: 'Single neuron: linear SVM',
  summary:
    'The same neuron with the hinge loss and a little L2: a support vector machine. It stops caring about points that ' +
    'are well on their side and looks for the widest margin.',
  source: 'CS231n, Neural Networks Part 1: Single neuron as a linear classifier (binary SVM)',
  experiment: {
    network: chain({ id: 'input', kind: 'input' }, { id: 'score', kind: 'dense', units: 1 }),
    dataset: { kind: 'linear' },
    training: {
      loss: 'hinge',
      optimizer: { kind: 'sgd', learningRate: 0.05 },
      l2: 0.001,
      batchSize: 32,
      epochs: 30,
    },
  },
};
