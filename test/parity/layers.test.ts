import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { layerCatalogue } from '@shared/network/layers';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import type { Shape } from '@shared/ops/shape';
import { describe, expect, it } from 'vitest';
import { expectSameTraining, takesSample, usualBatch } from './support/parity';
import { chain, randomData, requestOf, type LayerInput } from './support/requests';

interface LayerCase {
  readonly layer: LayerInput;
  readonly inputShapes: readonly Shape[];
}

/** The layers of `test/fixtures/keras/make_layers.py`: at least one of each kind. */
const { cases: known } = JSON.parse(readFileSync(resolve('test/fixtures/keras/layers.json'), 'utf8')) as {
  cases: LayerCase[];
};

const image: readonly Shape[] = [[6, 6, 4]];
const sequence: readonly Shape[] = [[7, 4]];

/** Parameters and kinds of example that take another path besides. */
const others: readonly LayerCase[] = [
  { layer: { kind: 'conv2d', filters: 3, kernelSize: 1 }, inputShapes: image },
  { layer: { kind: 'conv2d', filters: 3, dilation: 2 }, inputShapes: image },
  { layer: { kind: 'conv2d', filters: 3, dilation: [1, 2], padding: 'valid' }, inputShapes: image },
  { layer: { kind: 'depthwiseConv2d', dilation: 2, padding: 'valid' }, inputShapes: image },
  { layer: { kind: 'conv1d', filters: 3, dilation: 2 }, inputShapes: sequence },
  { layer: { kind: 'maxPool2d', poolSize: [2, 3], strides: [1, 2], padding: 'same' }, inputShapes: image },
  { layer: { kind: 'batchNormalization' }, inputShapes: sequence },
  { layer: { kind: 'layerNormalization' }, inputShapes: image },
  { layer: { kind: 'prelu' }, inputShapes: image },
  { layer: { kind: 'dropout', rate: 0.3 }, inputShapes: image },
  { layer: { kind: 'spatialDropout', rate: 0.3 }, inputShapes: sequence },
  { layer: { kind: 'concatenate' }, inputShapes: [...image, ...image] },
];

const pathOf = ({ layer, inputShapes }: LayerCase) =>
  `${layer.kind} of ${inputShapes[0]?.length ?? 0} dimensions`;

/** Something learned that keeps the shape: its gradient is the layer's towards its input. */
function learned(shape: Shape): LayerInput {
  const channels = shape.at(-1) ?? 1;
  if (shape.length === 1) return { kind: 'dense', units: channels };
  return { kind: shape.length === 2 ? 'conv1d' : 'conv2d', filters: channels };
}

/** The input through a learned layer for each branch, the layer that joins them, and three scores. */
function around({ layer, inputShapes }: LayerCase): NetworkSpec {
  const [shape = []] = inputShapes;
  const branches = inputShapes.map((_, index) => `branch${index}`);
  return networkSpecSchema.parse({
    layers: [
      { id: 'input', kind: 'input' },
      ...branches.map((id) => ({ ...learned(shape), id })),
      { ...layer, id: 'layer' },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 3 },
    ],
    edges: [
      ...branches.flatMap((id) => [
        ['input', id],
        [id, 'layer'],
      ]),
      ['layer', 'flatten'],
      ['flatten', 'scores'],
    ],
  });
}

describe('a layer behind something learned trains compiled as it does eagerly', () => {
  const training = { optimizer: { kind: 'momentum', learningRate: 0.05 }, batchSize: usualBatch };
  /** Of each kind and number of dimensions the first. */
  const sample = known.filter(
    (each, place) => known.findIndex((other) => pathOf(other) === pathOf(each)) === place,
  );
  const cases = [...(takesSample ? sample : known), ...others].map((each) => ({
    title: `${JSON.stringify(each.layer)} on ${JSON.stringify(each.inputShapes)}`,
    ...each,
  }));

  it('every kind of layer', () => {
    const covered = new Set(cases.map(({ layer }) => layer.kind));
    expect(layerCatalogue.map(({ kind }) => kind).filter((kind) => !covered.has(kind))).toEqual(['input']);
  });

  it.each(cases)('$title', (each) => {
    const [inputShape = []] = each.inputShapes;
    expectSameTraining(requestOf(around(each), training, randomData({ inputShape })), 4);
  });

  it('normalization between a convolution and a ReLU', () => {
    const convolution = { kind: 'conv2d', filters: 4, useBias: false };
    const block = [convolution, { kind: 'batchNormalization' }, { kind: 'relu' }];
    const spec = chain(...block, ...block, { kind: 'globalAveragePool2d' }, { kind: 'dense', units: 3 });
    expectSameTraining(requestOf(spec, training, randomData({ inputShape: [8, 8, 3] })), 4);
  });
});
