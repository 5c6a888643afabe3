import { chain, type NetworkTemplate } from './template';

export const functionFit: NetworkTemplate = {
  id: 'functionFit',
  title: 'Fit of a function',
  summary:
    'One number in, one number out: the net learns a curve from noisy points. Change the width and see how many units ' +
    'a bend of the curve takes.',
  source: 'Cybenko 1989 and CS231n, Neural Networks Part 1: Representational power',
  experiment: {
    network: chain(
      { id: 'input', kind: 'input' },
      { id: 'hidden1', kind: 'dense', units: 32 },
      { id: 'tanh1', kind: 'tanh' },
      { id: 'hidden2', kind: 'dense', units: 32 },
      { id: 'tanh2', kind: 'tanh' },
      { id: 'value', kind: 'dense', units: 1 },
    ),
    dataset: { kind: 'function1d', function: 'sine' },
    training: {
      loss: 'meanSquaredError',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      batchSize: 32,
      epochs: 100,
    },
  },
  slider: { layer: 'hidden1', parameter: 'units', minimum: 1, maximum: 128 },
};
