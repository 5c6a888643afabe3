import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tensor } from '@tensorflow/tfjs';
import { inferNetwork, type InferredNetwork } from '@shared/network/inference';
import { layerCatalogue } from '@shared/network/layers';
import { traceNetwork } from '@shared/network/trace';
import { EagerOps } from '../../../src-main/trainer/eager/ops/eagerOps';
import { plainBackend } from '../../../src-main/trainer/eager/tensorflow';
import { networkOf } from './building';

/** What make_layers.py wrote. */
interface KerasCase {
  readonly layer: { readonly kind: string; readonly [parameter: string]: unknown };
  readonly inputShapes: readonly number[][];
  readonly outputShape: readonly number[];
  readonly parameterCount: number;
  readonly trainableCount: number;
  readonly multiplyAdds: number;
  readonly weights: Readonly<Record<string, { shape: number[]; values: number[] }>>;
  readonly inputs: readonly number[][];
  readonly outputs: readonly number[];
  readonly training?: { readonly outputs: number[]; readonly updates: Readonly<Record<string, number[]>> };
}

const fixture = new URL('../../fixtures/keras/layers.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, 'utf8')) as { cases: KerasCase[] };
const titled = cases.map((each) => ({ title: JSON.stringify(each.layer), ...each }));
const batchSize = 2;

function infer({ layer, inputShapes }: KerasCase): InferredNetwork {
  const [shape = []] = inputShapes;
  const network = inferNetwork(networkOf({ input: { kind: 'input' }, layer }, ['input layer']), {
    inputShape: shape,
  });
  expect(network.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  return network;
}

function layerDefinition(kind: string) {
  const definition = layerCatalogue.find((each) => each.kind === kind);
  if (definition === undefined) throw new Error(`no layer ${kind}`);
  return definition;
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? NaN))), 0);
  expect(worst).toBeLessThan(1e-5);
}

describe('each layer beside Keras’s', () => {
  it('is compared at least once', () => {
    const compared = new Set(cases.map(({ layer }) => layer.kind));
    const kinds = layerCatalogue.map(({ kind }) => kind).filter((kind) => kind !== 'input');
    expect(kinds.filter((kind) => !compared.has(kind))).toEqual([]);
  });

  it.each(titled)('$title has the same shape, parameters and multiply-adds', (each) => {
    const { kind, ...written } = each.layer;
    const definition = layerDefinition(kind);
    const parameters = definition.schema.parse(written) as object;
    const output = definition.outputShape(parameters, each.inputShapes);
    const weights = definition.weights?.(parameters, each.inputShapes) ?? [];
    expect(output).toEqual(each.outputShape);
    expect(definition.multiplyAdds?.(parameters, each.inputShapes, output) ?? 0).toBe(each.multiplyAdds);
    expect(Object.fromEntries(weights.map(({ name, shape }) => [name, shape]))).toEqual(
      Object.fromEntries(Object.entries(each.weights).map(([name, { shape }]) => [name, shape])),
    );
    const count = (trainable: boolean): number =>
      weights
        .filter((weight) => weight.trainable || !trainable)
        .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(count(false)).toBe(each.parameterCount);
    expect(count(true)).toBe(each.trainableCount);
  });
});

describe('each layer’s outputs beside Keras’s', () => {
  const backend = plainBackend();
  const ops = new EagerOps(backend, { seed: 1, step: 0 });
  const { tf } = backend;
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  const tensorOf = (values: readonly number[], shape: readonly number[]): Tensor =>
    tf.tensor([...values], [...shape], 'float32');

  function forward(each: KerasCase, training: boolean): { output: Tensor; updates: Map<string, Tensor> } {
    const { kind, ...written } = each.layer;
    const definition = layerDefinition(kind);
    const updates = new Map<string, Tensor>();
    const output = definition.forward<Tensor>(
      {
        ops,
        inputs: each.inputs.map((values, i) => tensorOf(values, [batchSize, ...(each.inputShapes[i] ?? [])])),
        weight(name) {
          const weight = each.weights[name];
          if (weight === undefined) throw new Error(`no weight ${name}`);
          return tensorOf(weight.values, weight.shape);
        },
        training,
        frozen: false,
        stream: 0,
        update: (name, value) => updates.set(name, value),
      },
      definition.schema.parse(written) as object,
    );
    return { output, updates };
  }

  it.each(titled)('$title gives the same', (each) => {
    const { output } = forward(each, false);
    expect(output.shape).toEqual([batchSize, ...each.outputShape]);
    expectClose(output.dataSync(), each.outputs);
  });

  const training = titled.filter((each) => each.training !== undefined);
  it.each(training)('$title gives the same while training, and moves its averages alike', (each) => {
    const { output, updates } = forward(each, true);
    expectClose(output.dataSync(), each.training?.outputs ?? []);
    for (const [name, values] of Object.entries(each.training?.updates ?? {})) {
      expectClose(updates.get(name)?.dataSync() ?? [], values);
    }
  });

  it.each(titled.filter(({ inputShapes }) => inputShapes.length === 1))(
    '$title is traced in its place',
    (each) => {
      const network = infer(each);
      const [shape = []] = each.inputShapes;
      const { output, activations } = traceNetwork<Tensor>(network, {
        ops,
        input: tensorOf(each.inputs[0] ?? [], [batchSize, ...shape]),
        weight: (_layer, name) => tensorOf(each.weights[name]?.values ?? [], each.weights[name]?.shape ?? []),
        training: false,
        update: () => {
          throw new Error('nothing is updated when predicting');
        },
      });
      expect([...activations.keys()]).toEqual(['input', 'layer']);
      expectClose(output.dataSync(), each.outputs);
    },
  );
});

describe('each activation’s plot', () => {
  const plotted = layerCatalogue.filter((definition) => definition.curve !== undefined);

  it.each(plotted)('$kind is drawn from the function that Keras computes', ({ kind, curve, schema }) => {
    const own = cases.filter(({ layer }) => layer.kind === kind);
    expect(own.length).toBeGreaterThan(0);
    for (const { layer, inputs, outputs } of own) {
      const { kind: _kind, ...written } = layer;
      const parameters = schema.parse(written) as object;
      expectClose(
        (inputs[0] ?? []).map((x) => curve?.(x, parameters) ?? NaN),
        outputs,
      );
    }
  });
});
