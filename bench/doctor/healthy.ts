import {
  adam,
  datasets,
  dense,
  momentum,
  nets,
  perceptron,
  residual,
  type Layer,
  type Parts,
} from './experiments';
import { hundredClasses } from './hundredClasses';

/** Healthy experiments that look strange. */
export const strange: Readonly<
  Record<string, (data: { dataset: Parts['dataset']; classes: number }) => Parts>
> = {
  sparseRelu: ({ dataset, classes }) => ({
    dataset,
    training: { ...adam, l1: 1e-4 },
    layers: perceptron(2, 64, 'relu', classes),
  }),
  dropout: ({ dataset, classes }) => ({
    dataset,
    training: adam,
    layers: perceptron(2, 48, 'relu', classes).flatMap((layer): Layer[] =>
      layer.kind === 'relu' ? [layer, { kind: 'dropout', rate: 0.5 }] : [layer],
    ),
  }),
  smallBatches: ({ dataset, classes }) => ({
    dataset,
    training: { ...momentum, optimizer: { kind: 'sgd', learningRate: 0.05 }, batchSize: 4, epochs: 10 },
    layers: perceptron(2, 24, 'relu', classes),
  }),
  eluNegative: ({ dataset, classes }) => ({
    dataset,
    training: adam,
    layers: perceptron(4, 24, 'elu', classes),
  }),
  deepNormalized: ({ dataset, classes }) => ({
    dataset,
    training: adam,
    layers: perceptron(8, 24, 'relu', classes, [{ kind: 'batchNormalization' }]),
  }),
  oneCycle: ({ dataset, classes }) => ({
    dataset,
    training: { ...adam, schedule: 'oneCycle' },
    layers: perceptron(2, 24, 'relu', classes),
  }),
  warmup: ({ dataset, classes }) => ({
    dataset,
    training: { ...adam, warmupSteps: 100, schedule: 'cosine' },
    layers: perceptron(3, 24, 'tanh', classes),
  }),
  fewEpochs: ({ dataset, classes }) => ({
    dataset,
    training: { ...adam, epochs: 3 },
    layers: perceptron(2, 24, 'relu', classes),
  }),
  zeroLastLayer: ({ dataset, classes }) => ({
    dataset,
    training: adam,
    layers: [...perceptron(2, 24, 'relu', classes).slice(0, -1), dense(classes, 'zeros')],
  }),
  narrow: ({ dataset, classes }) => ({ dataset, training: adam, layers: perceptron(2, 6, 'relu', classes) }),
  leaky: ({ dataset, classes }) => ({
    dataset,
    training: adam,
    layers: perceptron(3, 24, 'leakyRelu', classes),
  }),
  /** Classes that overlap: the best net errs, though every label is right. */
  overlapping: ({ dataset, classes }) => ({
    dataset: { ...dataset, noise: dataset.kind === 'blobs' ? 2.5 : 0.35 } as Parts['dataset'],
    training: adam,
    layers: perceptron(2, 24, 'relu', classes),
  }),
  overlappingMore: ({ dataset, classes }) => ({
    dataset: { ...dataset, examples: 1000, noise: dataset.kind === 'blobs' ? 4 : 0.5 } as Parts['dataset'],
    training: { ...adam, epochs: 20 },
    layers: perceptron(3, 24, 'tanh', classes),
  }),
  tenClasses: () => ({
    dataset: { kind: 'blobs', examples: 800, classes: 10 } as Parts['dataset'],
    training: { ...adam, epochs: 12 },
    layers: perceptron(2, 64, 'relu', 10),
  }),
  digits: () => ({
    dataset: { kind: 'renderedDigits', examples: 600 },
    training: { ...adam, optimizer: { kind: 'adam', learningRate: 0.002 }, epochs: 8 },
    layers: [{ kind: 'flatten' }, ...perceptron(1, 64, 'relu', 10)],
  }),
  residual: ({ dataset, classes }) => ({
    dataset,
    training: { ...adam, optimizer: { kind: 'adam', learningRate: 0.003 } },
    layers: residual(6, 24, classes),
  }),
  hundredClasses: () => ({
    dataset: hundredClasses(),
    training: { ...adam, epochs: 8 },
    layers: perceptron(1, 96, 'relu', 100),
  }),
  regression: () => ({
    dataset: { kind: 'function1d', examples: 300 },
    training: { ...adam, loss: 'meanSquaredError' },
    layers: perceptron(2, 24, 'tanh', 1),
  }),
};

/** Every net on every data set, with either optimizer. */
export function plainHealthy(): { readonly name: string; readonly parts: Parts }[] {
  return Object.entries(nets).flatMap(([net, layers]) =>
    Object.entries(datasets).flatMap(([data, { dataset, classes }]) =>
      [adam, momentum].map((training, place) => ({
        name: `${net} on ${data} by ${place === 0 ? 'Adam' : 'momentum'}`,
        parts: { dataset, training, layers: layers(classes) },
      })),
    ),
  );
}
