import { initializeWeights } from '@shared/network/initialWeights';
import type { Compilation } from '@shared/training/computing/compilation';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { beginSession } from '../../../src-main/trainer/run/beginSession';
import { createEagerSession } from '../../../src-main/trainer/eager';
import type { CreateSession, SessionRequest, StateTensor } from '../../../src-main/trainer/session/session';
import { chain, randomData, requestOf, type LayerInput } from '../support/requests';
import { differencesBetween, train } from '../support/training';

/** 47 training examples in batches of 10: the fifth batch holds seven. */
function requestFor(...layers: readonly LayerInput[]): SessionRequest {
  const data = randomData({ inputShape: [4], examples: 47 });
  const all = Int32Array.from({ length: 47 }, (_, index) => index);
  const splits = { training: all, validation: all, test: new Int32Array() };
  const network = chain({ kind: 'dense', units: 6 }, ...layers, { kind: 'dense', units: 3 });
  return requestOf(network, { optimizer: { kind: 'adam' }, batchSize: 10 }, { ...data, splits });
}

/** Takes the steps of an epoch in calls of the given lengths, from a state that an earlier call may have left. */
function trainInCalls(
  lengths: readonly number[],
  from?: readonly StateTensor[],
  first = 0,
): readonly StateTensor[] {
  const request = requestFor({ kind: 'relu' });
  const session = createCompiledSession({ ...request, compilation: 'xla' });
  try {
    session.writeState(from ?? initializeWeights(request.network, 1));
    let step = first;
    for (const length of lengths) {
      const learningRates = new Float32Array(length).fill(0.01);
      const { loss } = session.run({ firstBatch: step, firstStep: step, learningRates });
      expect(loss).toHaveLength(length);
      step += length;
    }
    return session.readState();
  } finally {
    session.dispose();
  }
}

describe('steps as machine code', () => {
  it('give the same bits in one call and in many, in another session, and from where one has stopped', () => {
    const whole = trainInCalls([5]);
    expect(trainInCalls([1, 3, 1])).toEqual(whole);
    const stopped = trainInCalls([2]);
    expect(stopped).not.toEqual(whole);
    expect(trainInCalls([3], stopped, 2)).toEqual(whole);
  });

  it.each([
    { kind: 'dropout', rate: 0.3 },
    { kind: 'gaussianNoise', standardDeviation: 0.2 },
    { kind: 'dropout', rate: 0 },
  ])('are what they are wanted to be with %o, which draws what it draws in TensorFlow', (layer) => {
    const request = requestFor(layer);
    const wish = { compilation: 'xla', compilationBinds: true } as const;
    const created: CreateSession = (each) => {
      const { session, facts } = beginSession(createCompiledSession, each, wish);
      expect(facts).toEqual({ path: 'xla', reason: null });
      return session;
    };
    const apart = differencesBetween(train(created, request, 12), train(createEagerSession, request, 12));
    expect(apart.filter(({ relative }) => !(relative <= 1e-5))).toEqual([]);
  });
});

/** 4,100 whole batches of two and one of a single example: more than a call has rows for. */
function longEpoch(): SessionRequest {
  const examples = 8201;
  const all = Int32Array.from({ length: examples }, (_, index) => index);
  const splits = { training: all, validation: all.subarray(0, 10), test: new Int32Array() };
  const data = { ...randomData({ inputShape: [3], examples }), splits };
  const optimizer = { kind: 'sgd', learningRate: 1e-3 };
  return requestOf(chain({ kind: 'dense', units: 3 }), { optimizer, batchSize: 2 }, data);
}

describe('an epoch of more batches than a call as machine code measures', () => {
  function trainEpoch(compilation: Compilation, lengths: readonly number[]) {
    const request = { ...longEpoch(), compilation };
    const session = createCompiledSession(request);
    try {
      session.writeState(initializeWeights(request.network, 1));
      const losses: number[] = [];
      for (const length of lengths) {
        const learningRates = new Float32Array(length).fill(1e-3);
        const { loss } = session.run({ firstBatch: losses.length, firstStep: losses.length, learningRates });
        losses.push(...loss);
      }
      return { losses, state: session.readState() };
    } finally {
      session.dispose();
    }
  }
  const batches = 4101;

  it('is what TensorFlow makes of it, its smaller last batch included, however it is dealt out', () => {
    const plain = trainEpoch('plain', [batches]);
    const asMachineCode = trainEpoch('xla', [batches]);
    expect(asMachineCode.losses).toHaveLength(batches);
    asMachineCode.losses.forEach((loss, step) => expect(loss).toBeCloseTo(plain.losses[step] ?? NaN, 4));
    expect(trainEpoch('xla', [3000, 1100, 1]).state).toEqual(asMachineCode.state);
  });
});

describe('steps that XLA cannot compile', () => {
  const data = randomData({ inputShape: [6, 6, 3], examples: 20 });
  const network = chain({ kind: 'flatten' }, { kind: 'dense', units: 3 });
  const request = requestOf(network, { batchSize: 5, augmentation: { rotation: 20 } }, data);
  const lacking = 'since XLA has no ImageProjectiveTransformV3';

  it('are run from operation to operation, and say what XLA lacks', () => {
    const wish = { compilation: 'xla', compilationBinds: false } as const;
    const { session, facts } = beginSession(createCompiledSession, request, wish);
    session.dispose();
    expect(facts).toEqual({ path: 'plain', reason: `not as machine code, ${lacking}` });
  });

  it('are refused where the run has begun as machine code, with what XLA lacks', () => {
    const wish = { compilation: 'xla', compilationBinds: true } as const;
    expect(() => beginSession(createCompiledSession, request, wish)).toThrow(lacking);
  });
});
