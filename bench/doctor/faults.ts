import type { FindingKind } from '@shared/diagnosis/finding';
import { dense, perceptron, type Layer, type Parts } from './experiments';

/** A way to spoil a healthy experiment, and what a doctor should then say. */
export interface Fault {
  readonly name: string;
  /** Root causes of which one is right. */
  readonly right: readonly FindingKind[];
  /** Nets and data sets that it can be planted into; all where absent. */
  readonly nets?: readonly string[];
  readonly datasets?: readonly string[];
  /** Where the net learns all the same, nothing is wrong, and the training is left out. */
  readonly mayDoNoHarm?: boolean;
  /** Four severities, 0 the mildest. */
  plant(healthy: Parts, severity: number, classes: number): Parts;
}

const pick = <V>(severity: number, ...values: readonly [V, V, V, V]): V => values[severity] ?? values[0];

function withInitializer({ layers, ...parts }: Parts, initializer: unknown): Parts {
  return {
    ...parts,
    layers: layers.map((layer) => (layer.kind === 'dense' ? { ...layer, initializer } : layer)),
  };
}

const train = (parts: Parts, training: Parts['training']): Parts => ({
  ...parts,
  training: { ...parts.training, ...training },
});
const rate = (parts: Parts, kind: string, learningRate: number): Parts =>
  train(parts, { optimizer: { kind, learningRate } });

/** A last activation behind the scores. */
const ending = ({ layers, ...parts }: Parts, ...last: readonly Layer[]): Parts => ({
  ...parts,
  layers: [...layers, ...last],
});

const relus = ['shallowRelu', 'deepRelu'];
const unnormalized = ['shallowRelu', 'deepRelu', 'tanh', 'elu'];

export const faults: readonly Fault[] = [
  {
    name: 'sgdRateHigh',
    mayDoNoHarm: true,
    right: ['learningRateTooHigh'],
    nets: unnormalized,
    plant: (parts, severity) => rate(parts, 'momentum', pick(severity, 5, 10, 50, 200)),
  },
  {
    name: 'adamRateHigh',
    mayDoNoHarm: true,
    right: ['learningRateTooHigh'],
    nets: unnormalized,
    plant: (parts, severity) => rate(parts, 'adam', pick(severity, 1, 3, 10, 30)),
  },
  {
    name: 'sgdRateLow',
    right: ['learningRateTooLow'],
    plant: (parts, severity) => rate(parts, 'sgd', pick(severity, 2e-5, 1e-5, 1e-6, 1e-7)),
  },
  {
    name: 'adamRateLow',
    right: ['learningRateTooLow'],
    plant: (parts, severity) => rate(parts, 'adam', pick(severity, 3e-6, 1e-6, 3e-7, 1e-7)),
  },
  {
    name: 'zeroWeights',
    right: ['symmetricInitialization'],
    nets: unnormalized,
    plant: (parts) => withInitializer(parts, 'zeros'),
  },
  {
    name: 'equalWeights',
    right: ['symmetricInitialization'],
    plant: (parts, severity) =>
      withInitializer(parts, { kind: 'constant', value: pick(severity, 0.05, 0.2, 0.5, -0.3) }),
  },
  {
    name: 'smallWeights',
    right: ['initialScaleTooSmall'],
    nets: ['deepRelu', 'tanh', 'elu'],
    plant: (parts, severity) =>
      withInitializer(train(parts, { optimizer: { kind: 'sgd', learningRate: 0.05 } }), {
        kind: 'normal',
        standardDeviation: pick(severity, 0.02, 0.01, 0.003, 0.001),
      }),
  },
  {
    name: 'largeWeights',
    right: ['initialScaleTooLarge'],
    nets: unnormalized,
    plant: (parts, severity) =>
      withInitializer(parts, { kind: 'normal', standardDeviation: pick(severity, 1, 2, 4, 8) }),
  },
  {
    name: 'deadFromTheStart',
    right: ['deadUnits'],
    nets: relus,
    plant: ({ layers, dataset, ...parts }, severity) => ({
      ...parts,
      dataset: { ...dataset, scaling: 'unit' } as Parts['dataset'],
      layers: layers.map((layer, place) =>
        place === 0
          ? {
              ...layer,
              initializer: { kind: 'uniform', minimum: pick(severity, -0.5, -1, -1.2, -2), maximum: -0.1 },
            }
          : layer,
      ),
    }),
  },
  {
    name: 'rawPixels',
    right: ['unscaledInputs'],
    nets: unnormalized,
    plant: ({ layers, training }, severity) => ({
      training,
      dataset: { kind: 'renderedDigits', examples: pick(severity, 400, 300, 250, 200), scaling: 'none' },
      layers: [{ kind: 'flatten' }, ...layers.slice(0, -1), dense(10, 'glorotUniform')],
    }),
  },
  {
    name: 'deepSigmoid',
    right: ['vanishingGradients'],
    nets: ['tanh'],
    plant: (parts, severity, classes) => ({
      ...train(parts, { optimizer: { kind: 'sgd', learningRate: 0.1 } }),
      layers: perceptron(pick(severity, 6, 7, 8, 10), 16, 'sigmoid', classes),
    }),
  },
  {
    name: 'strongL2',
    mayDoNoHarm: true,
    right: ['excessiveRegularization'],
    nets: unnormalized,
    plant: (parts, severity) => train(parts, { l2: pick(severity, 0.5, 1, 3, 10) }),
  },
  {
    name: 'strongL1',
    mayDoNoHarm: true,
    right: ['excessiveRegularization'],
    nets: unnormalized,
    plant: (parts, severity) => train(parts, { l1: pick(severity, 0.1, 0.3, 1, 3) }),
  },
  {
    name: 'softmaxTwice',
    right: ['outputAgainstLoss'],
    plant: (parts) => ending(parts, { kind: 'softmax' }),
  },
  {
    name: 'reluAtTheEnd',
    right: ['outputAgainstLoss'],
    plant: (parts) => ending(parts, { kind: 'relu' }),
  },
  {
    name: 'tanhAtTheEnd',
    right: ['outputAgainstLoss'],
    plant: (parts) => ending(parts, { kind: 'tanh' }),
  },
  {
    name: 'tinyBatches',
    right: ['tinyBatchNormalization'],
    nets: ['normalized'],
    plant: (parts, severity) => train(parts, { batchSize: pick(severity, 4, 3, 2, 1), epochs: 10 }),
  },
  {
    name: 'memorized',
    right: ['overfitting'],
    nets: ['shallowRelu', 'tanh', 'elu', 'deepRelu'],
    datasets: ['moons', 'circles'],
    plant: (parts, severity) => ({
      ...train(parts, { epochs: 150, batchSize: 16 }),
      dataset: {
        ...parts.dataset,
        examples: 120,
        noise: pick(severity, 0.4, 0.5, 0.6, 0.8),
        validationFraction: 0.5,
      } as Parts['dataset'],
      wrongLabels: 0.1,
    }),
  },
  {
    name: 'tooSimple',
    right: ['underfitting', 'notLearning'],
    datasets: ['circles', 'xor', 'spirals'],
    plant: (parts, severity, classes) => ({
      ...parts,
      layers:
        severity < 2
          ? [dense(classes, 'glorotUniform')]
          : [dense(4, 'glorotUniform'), dense(classes, 'glorotUniform')],
    }),
  },
  {
    name: 'oneClassCounts',
    right: ['commonestClassOnly'],
    datasets: ['moons', 'circles', 'xor'],
    plant: (parts, severity) => ({
      ...train(parts, { classWeights: [pick(severity, 50, 100, 300, 1000), 0.01] }),
      dataset: { ...parts.dataset, noise: 1 } as Parts['dataset'],
    }),
  },
  {
    name: 'wrongLabels',
    right: ['labelNoise', 'overfitting'],
    datasets: ['moons', 'circles', 'blobs'],
    plant: (parts, severity) => ({ ...parts, wrongLabels: pick(severity, 0.15, 0.2, 0.25, 0.3) }),
  },
  {
    name: 'randomLabels',
    right: ['notLearning', 'overfitting'],
    plant: (parts, severity) => ({
      ...train(parts, { epochs: pick(severity, 30, 30, 40, 50) }),
      wrongLabels: 1,
    }),
  },
  {
    name: 'fewToCompareBy',
    right: ['noisyValidation'],
    datasets: ['moons', 'circles', 'blobs'],
    plant: ({ dataset, ...parts }, severity) => ({
      ...parts,
      dataset: { ...dataset, examples: pick(severity, 110, 90, 80, 60) } as Parts['dataset'],
    }),
  },
];
