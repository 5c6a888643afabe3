import type { Tensor } from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { initializeWeights } from '@shared/network/initialWeights';
import { layerCatalogue } from '@shared/network/layers';
import { readObservation, type ObservedLayer } from '@shared/network/observation';
import { traceNetwork } from '@shared/network/trace';
import { createCompiledSession } from '../../src-main/trainer/compile';
import { createEagerSession } from '../../src-main/trainer/eager';
import { EagerOps } from '../../src-main/trainer/eager/ops/eagerOps';
import { bestBackend, scoped } from '../../src-main/trainer/eager/tensorflow';
import { scaled } from '../../src-main/trainer/eager/batches';
import type { CreateSession, SessionRequest } from '../../src-main/trainer/session/session';
import { chain, randomData, requestOf, type LayerInput } from './support/requests';

const dense = (units: number): LayerInput => ({ kind: 'dense', units });
const activations = layerCatalogue
  .filter(({ group }) => group === 'activation')
  .map(({ kind }) => kind)
  .filter((kind) => kind !== 'softmax');

/** A net that each figure is held against tfjs on: every activation, and what else has weights or statistics. */
const nets: Readonly<Record<string, SessionRequest>> = {
  ...Object.fromEntries(
    activations.map((kind) => [
      kind,
      requestOf(
        chain(dense(6), { kind }, dense(3)),
        {},
        randomData({ inputShape: [4], examples: 60, seed: 3 }),
      ),
    ]),
  ),
  convolutions: requestOf(
    chain(
      { kind: 'conv2d', filters: 4, kernelSize: 3 },
      { kind: 'batchNormalization' },
      { kind: 'relu' },
      { kind: 'maxPool2d', poolSize: 2 },
      { kind: 'depthwiseConv2d', kernelSize: 2 },
      { kind: 'dropout', rate: 0.5 },
      { kind: 'layerNormalization' },
      { kind: 'flatten' },
      { kind: 'maxout', units: 5 },
      { kind: 'gaussianNoise' },
      dense(3),
    ),
    {},
    randomData({ inputShape: [6, 6, 2], examples: 40, seed: 5, bytes: true }),
  ),
  'large outputs': requestOf(
    chain({ kind: 'conv2d', filters: 16, kernelSize: 3 }, { kind: 'relu' }, { kind: 'flatten' }, dense(3)),
    {},
    randomData({ inputShape: [34, 34, 1], examples: 60, seed: 5 }),
  ),
  // Too many to be handed to a session of their own: they are looked at where they are trained.
  'many weights': requestOf(
    chain(dense(2900), { kind: 'relu' }, dense(2900), { kind: 'relu' }, dense(3)),
    {},
    randomData({ inputShape: [4], examples: 40, seed: 7 }),
  ),
  regression: requestOf(
    chain(dense(5), { kind: 'tanh' }, dense(1)),
    { loss: 'meanSquaredError' },
    randomData({ inputShape: [3], task: 'regression', examples: 40 }),
  ),
};

const step = { firstBatch: 0, firstStep: 0, learningRates: Float32Array.of(0.05) };
/** Nine steps, then one that is seen. */
function observe(create: CreateSession, request: SessionRequest) {
  const probe = request.data.splits.validation;
  const session = create({ ...request, probe });
  try {
    session.writeState(initializeWeights(request.network, 7));
    session.run({ ...step, learningRates: new Float32Array(1).fill(0.05) });
    session.markWeights();
    const before = session.readState();
    session.run({ ...step, firstStep: 1 });
    const after = session.readState();
    const { places, values } = session.observe();
    const again = session.observe().values;
    expect(again).toEqual(values);
    expect(session.readState()).toEqual(after);
    return {
      observation: readObservation(places, values, { step: 2, epoch: 0, sawStep: true }),
      before,
      after,
    };
  } finally {
    session.dispose();
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const norm = (values: readonly number[]) => Math.sqrt(sum(values.map((value) => value * value)));

/** What tfjs makes of the probe with the same weights: each layer's output, in plain numbers. */
function outputsByTfjs(
  { network, training, data }: SessionRequest,
  state: readonly { name: string; values: Float32Array; shape: readonly number[] }[],
) {
  const backend = bestBackend();
  const { tf } = backend;
  return scoped(tf, () => {
    const probe = data.splits.validation;
    const size = data.inputShape.reduce((a, b) => a * b, 1);
    const raw = Float32Array.from(
      [...probe].flatMap((index) => [...data.inputs.subarray(index * size, (index + 1) * size)]),
    );
    const ops = new EagerOps(backend, { seed: training.config.seed, step: 0 });
    const { activations } = traceNetwork<Tensor>(network, {
      ops,
      input: scaled(tf, raw, probe.length, data),
      training: 'probe',
      weight(layer, name) {
        const found = state.find((each) => each.name === `parameters/${layer}/${name}`);
        if (found === undefined) throw new Error(`no weight ${name}`);
        return tf.tensor(found.values, [...found.shape]);
      },
      update: () => undefined,
    });
    return new Map(
      [...activations].map(([id, tensor]) => [id, { shape: tensor.shape, values: [...tensor.dataSync()] }]),
    );
  });
}

/** Apart, relatively, or absolutely where both are small. */
function apart(a: number | null, b: number | null): number {
  if (a === null || b === null) return a === b ? 0 : Infinity;
  return Math.abs(a - b) / Math.max(1, Math.abs(a), Math.abs(b));
}

function expectClose(name: string, a: number | null, b: number | null): void {
  expect([name, apart(a, b) <= 1e-5, a, b]).toEqual([name, true, a, b]);
}

describe.each(Object.entries(nets))('an observation of %s', (_name, request) => {
  const compiled = observe(createCompiledSession, request);

  it('tells of each output what plain arithmetic makes of tfjs’s', () => {
    const outputs = outputsByTfjs(request, compiled.after);
    for (const layer of compiled.observation.layers) {
      const output = outputs.get(layer.layer);
      if (output === undefined) throw new Error('not traced');
      const { values, shape } = output;
      const center = mean(values);
      expectClose('mean', layer.mean, center);
      expectClose('deviation', layer.deviation, Math.sqrt(mean(values.map((v) => (v - center) ** 2))));
      expectClose(
        'minimum',
        layer.minimum,
        values.reduce((a, b) => Math.min(a, b)),
      );
      expectClose(
        'maximum',
        layer.maximum,
        values.reduce((a, b) => Math.max(a, b)),
      );
      expectClose('zeros', layer.zeros, values.filter((value) => value === 0).length / values.length);
      expectClose('bars', sum(layer.histogram), 1);
      expectBars(layer, countedOf(values, shape[0] ?? 0));
      expectConstant(layer, values, shape.at(-1) ?? 1);
    }
  });

  it('tells what each step changed, and how large each weight is', () => {
    const valuesOf = (state: typeof compiled.after, layer: string, weight: string) => [
      ...(state.find(({ name }) => name === `parameters/${layer}/${weight}`)?.values ?? []),
    ];
    for (const { layer, weights, moving } of compiled.observation.layers) {
      for (const { name, ...figures } of weights) {
        const [before, after] = [
          valuesOf(compiled.before, layer, name),
          valuesOf(compiled.after, layer, name),
        ];
        expectClose('norm', figures.norm, norm(after));
        expectClose(
          'update',
          figures.updateNorm,
          norm(after.map((value, at) => value - (before[at] ?? NaN))),
        );
      }
      for (const { name, ...figures } of moving) {
        const values = valuesOf(compiled.after, layer, name);
        expectClose('moving mean', figures.mean, mean(values));
        expectClose(
          'moving minimum',
          figures.minimum,
          values.reduce((a, b) => Math.min(a, b)),
        );
        expectClose(
          'moving maximum',
          figures.maximum,
          values.reduce((a, b) => Math.max(a, b)),
        );
      }
    }
  });

  it('has the gradients that tfjs’s autograd finds', () => {
    const eager = observe(createEagerSession, request).observation;
    expectClose('loss', compiled.observation.loss, eager.loss);
    expect(compiled.observation.answers).toEqual(eager.answers);
    compiled.observation.layers.forEach((layer, place) => {
      const other = eager.layers[place];
      expect(layer.layer).toBe(other?.layer);
      expectClose(`gradient of ${layer.layer}`, layer.gradientNorm, other?.gradientNorm ?? null);
      expectClose('flat', layer.flat, other?.flat ?? null);
      expect(layer.stuckUnits).toBe(other?.stuckUnits ?? null);
      layer.weights.forEach((weight, at) =>
        expectClose(
          `gradient of ${weight.name}`,
          weight.gradientNorm,
          other?.weights[at]?.gradientNorm ?? null,
        ),
      );
    });
  });
});

/** Those of the first examples, four at the least, that have some 65,536 together. */
function countedOf(values: readonly number[], examples: number): readonly number[] {
  const ofExample = values.length / examples;
  return values.slice(0, ofExample * Math.max(4, Math.floor(65_536 / ofExample)));
}

/** Values right at an edge may fall on either side of it. */
function expectBars({ histogram, minimum, maximum }: ObservedLayer, values: readonly number[]): void {
  const [low, high] = [minimum ?? 0, maximum ?? 0];
  if (high === low) return;
  const edges = histogram.map((_, bar) => low + ((high - low) * bar) / histogram.length);
  const nearEdge = values.filter((v) =>
    edges.some((edge) => Math.abs(v - edge) < 1e-5 * (high - low)),
  ).length;
  histogram.forEach((share, bar) => {
    const from = edges[bar] ?? low;
    const to = edges[bar + 1] ?? Infinity;
    const count = values.filter((value) => (bar === 0 || value >= from) && value < to).length;
    expect(Math.abs(share * values.length - count)).toBeLessThanOrEqual(nearEdge + 1e-3);
  });
}

function expectConstant({ constant }: ObservedLayer, values: readonly number[], units: number): void {
  const same = Array.from({ length: units }, (_, unit) => {
    const own = values.filter((_value, at) => at % units === unit);
    const center = mean(own);
    return Math.sqrt(mean(own.map((v) => (v - center) ** 2))) <= 1e-3 * Math.abs(center);
  });
  expectClose('constant', constant, same.filter(Boolean).length / units);
}
