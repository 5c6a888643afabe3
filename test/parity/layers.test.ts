import type { AnyLayerDefinition } from '@shared/network/layer';
import { layerCatalogue } from '@shared/network/layers';
import { networkSpecSchema, type NetworkSpec } from '@shared/network/spec';
import type { Shape } from '@shared/ops/shape';
import { describe, expect, it } from 'vitest';
import { expectSameTraining } from './support/parity';
import { chain, randomData, requestOf, type LayerInput } from './support/requests';

/** Parameters besides the defaults that take another path. */
const variants: Readonly<Record<string, readonly object[]>> = {
  dense: [{ useBias: false }],
  maxout: [{ units: 5, pieces: 3 }],
  conv2d: [
    { filters: 3, kernelSize: [2, 3], strides: [2, 1], padding: 'valid' },
    { filters: 4, groups: 2 },
    { filters: 3, dilation: 2 },
    { filters: 3, dilation: [1, 2], padding: 'valid', useBias: false },
    { filters: 3, kernelSize: 1 },
  ],
  depthwiseConv2d: [
    { depthMultiplier: 2, strides: 2 },
    { dilation: 2, padding: 'valid' },
  ],
  conv1d: [
    { filters: 3, kernelSize: 2, strides: 2, padding: 'valid' },
    { filters: 3, dilation: 2 },
  ],
  maxPool2d: [{ poolSize: [2, 3], strides: [1, 2], padding: 'same' }],
  averagePool2d: [{ poolSize: 3, strides: 2, padding: 'same' }],
  gelu: [{ approximate: true }],
  reshape: [{ targetShape: [2, -1] }],
  upsample2d: [{ size: [1, 3] }],
};

const exampleShapes: readonly Shape[] = [[7], [6, 3], [6, 6, 2]];

/** The kinds of example that the layer takes: vectors, sequences, images. */
function shapesFor(definition: AnyLayerDefinition): Shape[] {
  const inputs = definition.inputs.minimum;
  const fitting = exampleShapes.filter((shape) => {
    try {
      definition.outputShape(definition.schema.parse({}), Array<Shape>(inputs).fill(shape));
      return true;
    } catch {
      return false;
    }
  });
  // What acts on each value by itself does the same in any shape.
  const pointwise = definition.group === 'activation' && definition.weights === undefined;
  return pointwise ? fitting.slice(-1) : fitting;
}

/** Something learnt before the layer, so that its gradient towards its input counts. */
function before(shape: Shape): LayerInput {
  if (shape.length === 1) return { kind: 'dense', units: 6 };
  return { kind: shape.length === 2 ? 'conv1d' : 'conv2d', filters: 4 };
}

const after: readonly LayerInput[] = [{ kind: 'flatten' }, { kind: 'dense', units: 3 }];

/** Two branches that the layer joins. */
function joining(layer: LayerInput, shape: Shape): NetworkSpec {
  return networkSpecSchema.parse({
    layers: [
      { id: 'input', kind: 'input' },
      { ...before(shape), id: 'left' },
      { ...before(shape), id: 'right' },
      { id: 'bend', kind: 'tanh' },
      { ...layer, id: 'joined' },
      { id: 'flatten', kind: 'flatten' },
      { id: 'scores', kind: 'dense', units: 3 },
    ],
    edges: [
      ['input', 'left'],
      ['input', 'right'],
      ['right', 'bend'],
      ['left', 'joined'],
      ['bend', 'joined'],
      ['joined', 'flatten'],
      ['flatten', 'scores'],
    ],
  });
}

function cases(definition: AnyLayerDefinition) {
  const parameters = [{}, ...(variants[definition.kind] ?? [])];
  return shapesFor(definition).flatMap((shape) =>
    parameters.map((own) => ({ kind: definition.kind, shape, own, joins: definition.inputs.minimum > 1 })),
  );
}

describe('compiled and eager training agree behind something learnt for', () => {
  const layers = layerCatalogue.filter(({ kind }) => kind !== 'input');

  it('every kind of layer in some place', () => {
    expect(layers.filter((definition) => cases(definition).length === 0)).toEqual([]);
  });

  it.each(layers.flatMap(cases))('$kind $own on $shape', ({ kind, shape, own, joins }) => {
    const layer = { kind, ...own };
    const network = joins ? joining(layer, shape) : chain(before(shape), layer, ...after);
    const training = { optimizer: { kind: 'momentum', learningRate: 0.05 }, batchSize: 5 };
    expectSameTraining(requestOf(network, training, randomData({ inputShape: shape })), 4);
  });
});
