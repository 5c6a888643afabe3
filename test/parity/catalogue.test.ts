import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import { initializerKinds } from '@shared/network/initializers';
import { experimentOf, templateCatalogue, type NetworkTemplate } from '@shared/network/templates';
import type { Shape } from '@shared/ops/shape';
import { describe, it } from 'vitest';
import { expectSameTraining } from './support/parity';
import { chain, randomData, requestOf, type DataWish, type LayerInput } from './support/requests';

interface LayerCase {
  readonly layer: LayerInput;
  readonly inputShapes: readonly Shape[];
}

/** The layers of `test/fixtures/keras/make_layers.py`: at least one of each kind. */
const { cases } = JSON.parse(readFileSync(resolve('test/fixtures/keras/layers.json'), 'utf8')) as {
  cases: LayerCase[];
};
const titled = cases.map((each) => ({ title: JSON.stringify(each.layer), ...each }));

const sgd = { optimizer: { kind: 'sgd', learningRate: 0.1 }, batchSize: 4 } as const;
const steps = 4;

/** The layer between the input (through one activation a branch, where it joins several) and three scores. */
function around({ layer, inputShapes }: LayerCase): NetworkSpec {
  const branches =
    inputShapes.length === 1
      ? []
      : inputShapes.map((_, i) => ({ id: `branch${i}`, kind: i % 2 ? 'tanh' : 'sigmoid' }));
  const edges =
    branches.length === 0
      ? [['input', 'layer']]
      : branches.flatMap(({ id }) => [
          ['input', id],
          [id, 'layer'],
        ]);
  return networkSpecSchema.parse({
    layers: [
      { id: 'input', kind: 'input' },
      ...branches,
      { id: 'layer', ...layer },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 3 },
    ],
    edges: [...edges, ['layer', 'flatten'], ['flatten', 'scores']],
  });
}

describe('a layer trains compiled as it does eagerly', () => {
  it.each(titled)('$title', (each) => {
    const [inputShape = []] = each.inputShapes;
    expectSameTraining(requestOf(around(each), sgd, randomData({ inputShape })), steps);
  });

  it('where normalization stands between a convolution and a ReLU', () => {
    const convolution = { kind: 'conv2d', filters: 4, useBias: false };
    const block = [convolution, { kind: 'batchNormalization' }, { kind: 'relu' }];
    const spec = chain(...block, ...block, { kind: 'globalAveragePool2d' }, { kind: 'dense', units: 3 });
    expectSameTraining(requestOf(spec, sgd, randomData({ inputShape: [8, 8, 3] })), steps);
  });
});

describe('a net trains compiled as it does eagerly from weights drawn', () => {
  it.each(initializerKinds)('by %s', (initializer) => {
    const spec = chain(
      { kind: 'dense', units: 5, initializer },
      { kind: 'tanh' },
      { kind: 'dense', units: 3 },
    );
    expectSameTraining(requestOf(spec, sgd, randomData({ inputShape: [4] })), steps);
  });
});

/** Random data of the shape that a template's own have. */
function wishOf(template: NetworkTemplate): DataWish {
  const { dataset } = experimentOf(template);
  switch (dataset.kind) {
    case 'renderedShapes':
      return { inputShape: [32, 32, 3], classes: 10 };
    case 'renderedDigits':
      return { inputShape: [28, 28, 1], classes: 10 };
    case 'function1d':
      return { inputShape: [1], task: 'regression' };
    case 'blobs':
      return { inputShape: [2], classes: dataset.classes };
    case 'linear':
      return { inputShape: [dataset.features], classes: 2 };
    default:
      return { inputShape: [2], classes: 2 };
  }
}

describe('a template trains compiled as it does eagerly', () => {
  it.each(templateCatalogue)('$title', (template) => {
    const { network, training } = experimentOf(template);
    const plain = { ...training, ...sgd, optimizer: { kind: 'sgd', learningRate: 0.01 } };
    expectSameTraining(requestOf(network, plain, randomData(wishOf(template))), steps);
  });
});
