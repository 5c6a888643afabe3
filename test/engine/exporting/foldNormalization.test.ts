import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { experimentSchema, type ExperimentInput } from '@shared/experiment/experiment';
import { onnx } from '@shared/exporting/onnx';
import { onnxModel } from '../../../src-main/engine/exporting/onnx/onnx';
import { encodeModel } from '../../../src-main/engine/exporting/onnx/proto';
import { trainedNetwork } from './trained';

const examples = 6;

type Layers = ExperimentInput['network']['layers'];
type Edges = ExperimentInput['network']['edges'];

/** Each layer after the one before it, where no edges are given. */
function experimentWith(layers: Layers, edges?: Edges) {
  const all = [{ id: 'input', kind: 'input' }, ...layers];
  const chain = layers.map(({ id }, at) => [all[at]?.id ?? '', id] as [string, string]);
  return experimentSchema.parse({
    version: 1,
    network: { layers: all, edges: edges ?? chain },
    dataset: { kind: 'moons' },
    training: {},
  });
}

/** What the file with folded normalization holds and answers, and what the eager reference answers. */
async function folded(inputShape: readonly number[], layers: Layers, edges?: Edges) {
  const { trained, session, inputs } = trainedNetwork(experimentWith(layers, edges), inputShape, examples);
  try {
    const model = onnxModel(trained, onnx.schema.parse({ format: 'onnx', foldBatchNormalization: true }));
    const runtime = await InferenceSession.create(encodeModel(model));
    const { output } = await runtime.run({ input: new Tensor('float32', inputs, [examples, ...inputShape]) });
    const metadata = new Map(model.metadataProps.map(({ key, value }) => [key, value]));
    return {
      expected: session.predictInputs(inputs, examples),
      found: output?.data as Float32Array,
      operators: model.graph.node.map(({ opType }) => opType),
      named: Object.keys(JSON.parse(metadata.get('layers') ?? '{}') as object),
      card: JSON.parse(metadata.get('layerlab') ?? '{}') as { foldsBatchNormalization: boolean },
    };
  } finally {
    session.dispose();
  }
}

function largestDifference(expected: Float32Array, found: Float32Array): number {
  const largest = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? NaN)))) / largest;
}

const normalization = { id: 'normalization', kind: 'batchNormalization' };

describe('batch normalization that is folded into the layer before it', () => {
  it.each<[string, readonly number[], Layers]>([
    ['dense', [5], [{ id: 'affine', kind: 'dense', units: 4 }]],
    ['dense without a bias', [5], [{ id: 'affine', kind: 'dense', units: 4, useBias: false }]],
    ['conv1d', [7, 3], [{ id: 'affine', kind: 'conv1d', filters: 4, kernelSize: 3 }]],
    [
      'conv2d in groups',
      [6, 6, 4],
      [{ id: 'affine', kind: 'conv2d', filters: 6, kernelSize: [3, 3], groups: 2 }],
    ],
    [
      'depthwiseConv2d of two filters a channel',
      [6, 6, 3],
      [{ id: 'affine', kind: 'depthwiseConv2d', kernelSize: [3, 3], depthMultiplier: 2 }],
    ],
  ])('leaves no trace behind %s, and the outputs are the trainer’s', async (_name, inputShape, layers) => {
    const { expected, found, named, card, operators } = await folded(inputShape, [
      ...layers,
      { ...normalization, scale: false },
      { id: 'again', kind: 'batchNormalization', center: false },
      { id: 'tanh', kind: 'tanh' },
    ]);
    expect(largestDifference(expected, found)).toBeLessThan(1e-5);
    // The affine layer's output is that of the last normalization, by which the proof knows it.
    expect(named).toEqual(['input', 'again', 'tanh']);
    expect(card.foldsBatchNormalization).toBe(true);
    expect(operators.filter((kind) => kind === 'Sqrt' || kind === 'Reciprocal')).toEqual([]);
  });

  it('stays where another layer takes the same output, and where none that can take it is before it', async () => {
    const { expected, found, named, card } = await folded(
      [5],
      [
        { id: 'affine', kind: 'dense', units: 4 },
        normalization,
        { id: 'bent', kind: 'relu' },
        { id: 'behindRelu', kind: 'batchNormalization' },
        { id: 'sum', kind: 'add' },
      ],
      [
        ['input', 'affine'],
        ['affine', 'normalization'],
        ['normalization', 'bent'],
        ['bent', 'behindRelu'],
        ['behindRelu', 'sum'],
        ['affine', 'sum'],
      ],
    );
    expect(largestDifference(expected, found)).toBeLessThan(1e-5);
    expect(named).toEqual(['input', 'affine', 'normalization', 'bent', 'behindRelu', 'sum']);
    expect(card.foldsBatchNormalization).toBe(false);
  });
});
