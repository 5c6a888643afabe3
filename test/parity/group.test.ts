import { describe, expect, inject, it } from 'vitest';
import { resolveTraining } from '@shared/training/resolve';
import type { TrainingConfig } from '@shared/training/config';
import { createCompiledGroup, createCompiledSession } from '../../src-main/trainer/compile';
import { createEagerSession } from '../../src-main/trainer/eager';
import type { CreateSession, SessionRequest } from '../../src-main/trainer/session/session';
import { trainAsOne } from './support/group';
import { randomRequest } from './support/randomNetworks';
import { chain, randomData, requestOf } from './support/requests';
import { apartByMoreThanRounding } from './support/rounding';
import { apart, train, type Difference, type Trained } from './support/training';

/** The same run in a training that differs. */
function withTrainings(
  request: SessionRequest,
  ...changes: readonly Partial<TrainingConfig>[]
): SessionRequest[] {
  const { config } = request.training;
  return changes.map((change) => ({ ...request, training: resolveTraining({ ...config, ...change }) }));
}

type Judge = (together: Trained, alone: Trained, request: SessionRequest) => Difference[];

/** What is apart between the runs as one and each by itself. */
function apartFrom(
  create: CreateSession,
  requests: readonly SessionRequest[],
  steps: number,
  judge: Judge = apart,
) {
  const together = trainAsOne(requests, steps);
  return requests.flatMap((request, run) => {
    const one = together[run];
    if (one === undefined) throw new Error('a run is missing');
    return judge(one, train(create, request, steps), request).map((difference) => ({ run, ...difference }));
  });
}

const seeds = [{ seed: 5 }, { seed: 7 }, { seed: 123 }];

/** In this one of 200 rounding grows: a unit in the last place of a weight comes to 4e-5 in twenty steps. */
const illConditioned = 187;
const networks = Array.from({ length: inject('randomGroups') }, (_, seed) => seed);
const byMoreThanRounding: Judge = (one, alone, request) =>
  apartByMoreThanRounding(one, alone, createEagerSession, request, 20);

describe('runs that are trained as one', () => {
  it.each(networks.filter((seed) => seed !== illConditioned))(
    'agree with the eager reference, each by itself, for random network %i',
    (seed) => {
      expect(apartFrom(createEagerSession, withTrainings(randomRequest(seed), ...seeds), 20)).toEqual([]);
    },
  );

  it('agree with it as far as it does with itself, where rounding grows', () => {
    const requests = withTrainings(randomRequest(illConditioned), ...seeds);
    expect(apartFrom(createEagerSession, requests, 20, byMoreThanRounding)).toEqual([]);
    const [request = missing()] = requests;
    const [other = missing()] = withTrainings(request, {
      optimizer: { kind: 'sgd', learningRate: 0.05005 },
    });
    const [right, wrong] = [request, other].map((each) => train(createEagerSession, each, 20));
    expect(byMoreThanRounding(wrong ?? missing(), right ?? missing(), request)).not.toEqual([]);
  });

  it.each([2, 11, 29])('give after 200 steps what each gives alone, for random network %i', (seed) => {
    expect(apartFrom(createCompiledSession, withTrainings(randomRequest(seed), ...seeds), 200)).toEqual([]);
  });

  const net = chain(
    { kind: 'dense', units: 6 },
    { kind: 'tanh' },
    { kind: 'dropout', rate: 0.3 },
    { kind: 'dense', units: 3 },
  );
  const request = requestOf(net, { batchSize: 5 }, randomData({ inputShape: [4] }));

  it.each([
    [{ kind: 'sgd' }, { learningRate: 0.1 }, { learningRate: 0.3 }],
    [{ kind: 'momentum' }, { learningRate: 0.1, momentum: 0.5 }, { learningRate: 0.1, momentum: 0.9 }],
    [{ kind: 'nesterov' }, { learningRate: 0.02, momentum: 0.8 }, { learningRate: 0.05, momentum: 0.9 }],
    [{ kind: 'adagrad' }, { learningRate: 0.1 }, { learningRate: 0.3 }],
    [{ kind: 'adadelta' }, { learningRate: 0.5 }, { learningRate: 1 }],
    [{ kind: 'rmsprop' }, { learningRate: 0.01 }, { learningRate: 0.003 }],
    [{ kind: 'adam' }, { learningRate: 0.01, beta1: 0.9 }, { learningRate: 0.003, beta1: 0.8 }],
    [{ kind: 'adamw' }, { learningRate: 0.01, weightDecay: 0.1 }, { learningRate: 0.01, weightDecay: 0.01 }],
  ])('have their own numbers with %o', (kind, first, second) => {
    const requests = withTrainings(
      request,
      { optimizer: { ...kind, ...first }, seed: 1, l2: 0.01, l1: 0.001, clipNorm: 1 },
      { optimizer: { ...kind, ...second }, seed: 2, l2: 0.1, l1: 0.0001, clipNorm: 0.1 },
    );
    expect(apartFrom(createEagerSession, requests, 30)).toEqual([]);
  });

  it('have their own label smoothing, schedule and largest norm', () => {
    const requests = withTrainings(
      request,
      { loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.1 }, schedule: 'cosine', maxNorm: 1 },
      { loss: { kind: 'softmaxCrossEntropy', labelSmoothing: 0.3 }, schedule: 'cosine', maxNorm: 2 },
    );
    expect(apartFrom(createEagerSession, requests, 30)).toEqual([]);
  });

  it('agree with the eager reference as machine code, a smaller last batch included', () => {
    const dense = chain({ kind: 'dense', units: 6 }, { kind: 'tanh' }, { kind: 'dense', units: 3 });
    const small = requestOf(dense, { batchSize: 5, l2: 0.01 }, randomData({ inputShape: [4], examples: 24 }));
    const requests = withTrainings(
      { ...small, compilation: 'xla' },
      { seed: 5, optimizer: { kind: 'adam', learningRate: 0.01 } },
      { seed: 7, optimizer: { kind: 'adam', learningRate: 0.02 } },
      { seed: 9, optimizer: { kind: 'adam', learningRate: 0.02 } },
    );
    expect(apartFrom(createEagerSession, requests, 30)).toEqual([]);
    expect(trainAsOne(requests, 30)).toEqual(trainAsOne(requests, 30));
  });

  it.each([
    ['seeds of their own', [{ seed: 5 }, { seed: 7 }, { seed: 9 }]],
    [
      'one seed and other numbers',
      [{ seed: 5 }, { seed: 5, optimizer: { kind: 'adam', learningRate: 0.02 } }],
    ],
  ])('draw as machine code what each draws alone, with %s', (_what, changes) => {
    const drawing = chain(
      { kind: 'gaussianNoise', standardDeviation: 0.1 },
      { kind: 'dense', units: 6 },
      { kind: 'tanh' },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 3 },
    );
    const adam = { kind: 'adam', learningRate: 0.01 };
    const one = requestOf(
      drawing,
      { batchSize: 5, optimizer: adam },
      randomData({ inputShape: [4], examples: 24 }),
    );
    const requests = withTrainings({ ...one, compilation: 'xla' }, ...changes);
    expect(apartFrom(createEagerSession, requests, 20)).toEqual([]);
  });

  it('that need different graphs are not taken together', () => {
    const requests = withTrainings(request, { l2: 0 }, { l2: 0.1 });
    expect(() => createCompiledGroup(requests, true)).toThrow('need different graphs');
  });

  it('are not moved by one that is no longer finite, and it ends at its own step', () => {
    const rates = [1e30, 0.1].map((learningRate) => ({ optimizer: { kind: 'sgd', learningRate } }));
    const together = trainAsOne(withTrainings(request, ...rates), 20);
    const [one = missing(), other = missing()] = withTrainings(request, ...rates);
    const wild = train(createCompiledSession, one, 20);
    const tame = train(createCompiledSession, other, 20);
    const [, untouched = missing()] = together;
    expect(apart(untouched, tame)).toEqual([]);
    // Alone, nothing is trained after it.
    const alone = wild.steps.loss;
    expect(together[0]?.steps.loss[alone.findIndex((loss) => !Number.isFinite(loss))]).not.toSatisfy(
      Number.isFinite,
    );
  });
});

function missing(): never {
  throw new Error('a run is missing');
}
