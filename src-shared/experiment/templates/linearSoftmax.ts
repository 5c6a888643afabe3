import { chain, type NetworkTemplate } from './template';

export const linearSoftmax: NetworkTemplate = {
  id: 'linearSoftmax',
  title: 'Linear softmax classifier',
  summary:
    'One score a class, each a straight-line map of the input, and the softmax loss over them. Wherever straight ' +
    'borders suffice, nothing more is needed.',
  source: 'CS231n, Linear Classification: Softmax classifier',
  experiment: {
    network: chain({ id: 'input', kind: 'input' }, { id: 'scores', kind: 'dense', units: 3 }),
    dataset: { kind: 'blobs', classes: 3 },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'sgd', learningRate: 0.05 },
      batchSize: 32,
      epochs: 30,
    },
  },
};
