import { initializeWeights } from '@shared/network/initialWeights';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { expectSameTraining } from '../support/parity';
import { chain, randomData, requestOf, type LayerInput } from '../support/requests';
import { train } from '../support/training';

const frozen = { trainable: false };
const convnet = (...body: readonly LayerInput[]) =>
  chain(...body, { kind: 'flatten' }, { kind: 'dense', id: 'scores', units: 3 });
const body = [
  { kind: 'conv2d', id: 'conv', filters: 4, ...frozen, regularization: { l2: 0.1, maxNorm: 0.5 } },
  { kind: 'batchNormalization', id: 'norm', ...frozen },
  { kind: 'relu' },
  { kind: 'conv2d', id: 'learned', filters: 3, useBias: false },
  { kind: 'batchNormalization', id: 'learnedNorm' },
] as const;
const data = randomData({ inputShape: [6, 6, 2] });
const optimizers = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'adamw', learningRate: 0.01, weightDecay: 0.1 },
  { kind: 'rmsprop', learningRate: 0.01 },
] as const;

describe.each(optimizers)('a network with frozen layers, by $kind', (optimizer) => {
  const request = requestOf(convnet(...body), { optimizer, batchSize: 4, l1: 0.01, clipNorm: 1 }, data);
  const begun = new Map(
    initializeWeights(request.network, request.training.config.seed).map(({ name, values }) => [
      name,
      values,
    ]),
  );

  it('trains compiled as it does eagerly', () => {
    expectSameTraining(request, 6);
  });
  it.each([
    ['compiled', createCompiledSession],
    ['eagerly', createEagerSession],
  ])('keeps frozen weights and moving statistics bit for bit, %s, and changes all others', (_how, create) => {
    const { state } = train(create, request, 6);
    const parameters = state.filter(({ name }) => name.startsWith('parameters/'));
    const changed = parameters.filter(({ name, values }) => begun.get(name)?.join() !== values.join());
    expect(changed.map(({ name }) => name.split('/')[1])).not.toContain('conv');
    expect(new Set(changed.map(({ name }) => name.split('/')[1]))).toEqual(
      new Set(['learned', 'learnedNorm', 'scores']),
    );
    expect(changed.map(({ name }) => name)).toContain('parameters/learnedNorm/movingMean');
  });
  it('keeps nothing of the optimizer’s for them', () => {
    const { state } = train(createCompiledSession, request, 1);
    expect(state.filter(({ name }) => /^optimizer\/.*\/(conv|norm)\//.test(name))).toEqual([]);
  });
});

describe('a network of which every layer is frozen', () => {
  const spec = chain({ kind: 'batchNormalization', ...frozen }, { kind: 'dense', units: 3, ...frozen });
  const request = requestOf(
    spec,
    { optimizer: optimizers[0], batchSize: 4 },
    randomData({ inputShape: [4] }),
  );
  it('stays as it is, compiled as well as eagerly', () => {
    expectSameTraining(request, 3);
  });
});
