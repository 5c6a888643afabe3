import { chain, type NetworkTemplate } from './template';

export const threeFourFourOne: NetworkTemplate = {
  id: 'threeFourFourOne',
  title: '3-4-4-1 net',
  summary:
    'The three-layer net of the textbook drawing: 3 inputs, two hidden layers of 4, 1 output. Count along: ' +
    '3·4 + 4·4 + 4·1 = 32 weights and 4 + 4 + 1 = 9 biases make 41 parameters.',
  source: 'CS231n, Neural Networks Part 1: Neural Network architectures',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input', shape: [3] },
      { id: 'hidden1', kind: 'dense', units: 4, initializer: 'heNormal' },
      { id: 'relu1', kind: 'relu' },
      { id: 'hidden2', kind: 'dense', units: 4, initializer: 'heNormal' },
      { id: 'relu2', kind: 'relu' },
      { id: 'score', kind: 'dense', units: 1 },
    ),
    dataset: { kind: 'linear', features: 3 },
    training: {
      loss: 'sigmoidCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      batchSize: 32,
      epochs: 30,
    },
  },
};
