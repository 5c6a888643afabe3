import { experimentSchema, type Experiment } from '@shared/experiment';

/** What the app opens with: spirals and a small net that learns them within seconds. */
export function startExperiment(): Experiment {
  return experimentSchema.parse({
    version: 1,
    name: 'spirals',
    network: {
      layers: [
        { id: 'input', kind: 'input' },
        { id: 'hidden1', kind: 'dense', units: 16, initializer: 'heNormal' },
        { id: 'relu1', kind: 'relu' },
        { id: 'hidden2', kind: 'dense', units: 16, initializer: 'heNormal' },
        { id: 'relu2', kind: 'relu' },
        { id: 'scores', kind: 'dense', units: 2 },
      ],
      edges: [
        ['input', 'hidden1'],
        ['hidden1', 'relu1'],
        ['relu1', 'hidden2'],
        ['hidden2', 'relu2'],
        ['relu2', 'scores'],
      ],
    },
    dataset: { kind: 'spirals', examples: 1000, noise: 0.1 },
    training: {
      loss: 'softmaxCrossEntropy',
      optimizer: { kind: 'adam', learningRate: 0.01 },
      batchSize: 32,
      epochs: 100,
      seed: 1,
    },
  });
}
