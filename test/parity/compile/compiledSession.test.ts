import { initializeWeights } from '@shared/network/initialWeights';
import { sizeOf } from '@shared/ops/shape';
import type { TrainingConfigInput } from '@shared/training/config';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import type {
  SessionRequest,
  StateTensor,
  TrainingData,
  TrainingSession,
} from '../../../src-main/trainer/session/session';
import { chain, randomData, requestOf } from '../support/requests';
import { validationOf } from '../support/training';

const dropoutNet = chain(
  { kind: 'dense', units: 12 },
  { kind: 'batchNormalization' },
  { kind: 'relu' },
  { kind: 'dropout', rate: 0.3 },
  { kind: 'gaussianNoise' },
  { kind: 'dense', units: 3 },
);

function withSession<Result>(request: SessionRequest, use: (session: TrainingSession) => Result): Result {
  const session = createCompiledSession(request);
  try {
    session.writeState(initializeWeights(request.network, request.training.config.seed));
    session.setEpochOrder(request.data.splits.training);
    return use(session);
  } finally {
    session.dispose();
  }
}

function rates(count: number, value = 0.01): Float32Array {
  return new Float32Array(count).fill(value);
}

/** 47 training examples in batches of 10: the fifth batch holds seven. */
function dropoutRequest(training: TrainingConfigInput = {}): SessionRequest {
  const data = randomData({ inputShape: [4], examples: 47 });
  const all = Int32Array.from({ length: 47 }, (_, index) => index);
  const splits = { training: all, validation: all.subarray(0, 9), test: new Int32Array() };
  return requestOf(
    dropoutNet,
    { optimizer: { kind: 'adam' }, batchSize: 10, ...training },
    { ...data, splits },
  );
}

/** Takes steps of an epoch in calls of the given lengths. */
function trainInCalls(request: SessionRequest, lengths: readonly number[]): readonly StateTensor[] {
  return withSession(request, (session) => {
    let step = 0;
    for (const length of lengths) {
      session.run({ firstBatch: step, firstStep: step, learningRates: rates(length) });
      step += length;
    }
    return session.readState();
  });
}

/** Examples whose class shows in the inputs: a blob for each in every pixel, with some noise. */
function separable(data: TrainingData): TrainingData {
  const inputs = Float32Array.from(data.inputs);
  const size = sizeOf(data.inputShape);
  for (let place = 0; place < inputs.length; place++) {
    const label = data.targets[Math.floor(place / size)] ?? 0;
    inputs[place] = 0.5 * (inputs[place] ?? 0) + ((place % size) % data.classes === label ? 1 : 0);
  }
  return { ...data, inputs };
}

describe('the same numbers again', () => {
  let whole: readonly StateTensor[];
  beforeAll(() => {
    whole = trainInCalls(dropoutRequest(), [5]);
  });

  it('the same seed gives the same bits, another seed others', () => {
    expect(trainInCalls(dropoutRequest(), [5])).toEqual(whole);
    expect(trainInCalls(dropoutRequest({ seed: 2 }), [5])).not.toEqual(whole);
  });

  it('steps give the same bits in one call or in many', () => {
    expect(trainInCalls(dropoutRequest(), [1, 1, 1, 1, 1])).toEqual(whole);
    expect(trainInCalls(dropoutRequest(), [3, 2])).toEqual(whole);
  });

  it.each([1, 2, 3, 4])(
    'a session that goes on from the state after step %i ends with the same bits',
    (stop) => {
      const request = dropoutRequest();
      const state = trainInCalls(request, [stop]);
      const resumed = withSession(request, (session) => {
        session.writeState(state);
        session.run({ firstBatch: stop, firstStep: stop, learningRates: rates(5 - stop) });
        return session.readState();
      });
      expect(resumed).toEqual(whole);
    },
  );
});

describe('a compiled session', () => {
  it('lists parameters first and then the optimizer’s slots', () => {
    const names = withSession(dropoutRequest(), ({ layout }) => layout.map(({ name }) => name));
    expect(names.slice(0, 3)).toEqual([
      'parameters/layer0/kernel',
      'parameters/layer0/bias',
      'parameters/layer1/gamma',
    ]);
    expect(names.filter((name) => name.startsWith('parameters/'))).toHaveLength(8);
    // Moving averages are not learned, so they have no slots: 2 slots for each of the 6 others.
    expect(names.filter((name) => name.startsWith('optimizer/'))).toHaveLength(12);
  });

  it('does not touch the arrays that it was given', () => {
    const request = dropoutRequest();
    const weights = initializeWeights(request.network, 1);
    const copies = weights.map(({ values }) => Float32Array.from(values));
    withSession(request, (session) => {
      session.writeState(weights);
      session.run({ firstBatch: 0, firstStep: 0, learningRates: rates(5) });
    });
    expect(weights.map(({ values }) => values)).toEqual(copies);
  });

  it('answers as the trained one does where it is only asked, and has nothing of the optimizer', () => {
    const request = dropoutRequest();
    const trained = withSession(request, (session) => {
      session.run({ firstBatch: 0, firstStep: 0, learningRates: rates(5) });
      return { state: session.readState(), outputs: session.predictExamples(request.data.splits.training) };
    });
    const parameters = trained.state.filter(({ name }) => name.startsWith('parameters/'));
    const asked = createCompiledSession({ ...request, isAsked: true });
    try {
      asked.writeState(parameters);
      expect(asked.readState()).toEqual(parameters);
      expect(asked.predictExamples(request.data.splits.training)).toEqual(trained.outputs);
    } finally {
      asked.dispose();
    }
  });

  it('refuses a tensor of another shape, and one that it does not have', () => {
    withSession(dropoutRequest(), (session) => {
      const write = (name: string, shape: number[]) => () =>
        session.writeState([{ name, shape, values: new Float32Array(sizeOf(shape)) }]);
      expect(write('parameters/layer0/kernel', [4, 13])).toThrowError(/layer0/);
      expect(write('parameters/none/kernel', [4, 12])).toThrowError(/none/);
    });
  });

  it('gives the same outputs for examples and for their raw inputs, bytes too', () => {
    const data = randomData({ inputShape: [5], examples: 30, bytes: true });
    const request = requestOf(chain({ kind: 'dense', units: 3 }), {}, data);
    withSession(request, (session) => {
      const byIndex = session.predictExamples(Int32Array.of(4, 0, 29));
      const raw = [4, 0, 29].flatMap((index) => [...data.inputs.subarray(index * 5, index * 5 + 5)]);
      expect(session.predictInputs(Float32Array.from(raw), 3)).toEqual(byIndex);
    });
  });

  it('measures a split alike in one call and in many', () => {
    const data = randomData({ inputShape: [5], examples: 700 });
    const splits = { ...data.splits, validation: Int32Array.from({ length: 700 }, (_, index) => index) };
    const request = requestOf(chain({ kind: 'dense', units: 3 }), {}, { ...data, splits });
    withSession(request, (session) => {
      const whole = session.evaluate('validation', 0, 3);
      const parts = [0, 1, 2].map((batch) => session.evaluate('validation', batch, 1));
      expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
    });
  });

  it('stops at a loss that is not finite and keeps the parameters from before that step', () => {
    const data = randomData({ inputShape: [3], examples: 40 });
    const inputs = Float32Array.from(data.inputs);
    // The third batch of ten holds an example that is infinite.
    inputs[25 * 3] = Infinity;
    const all = Int32Array.from({ length: 40 }, (_, index) => index);
    const splits = { training: all, validation: all, test: all };
    const request = requestOf(
      chain({ kind: 'dense', units: 3 }),
      { batchSize: 10 },
      { ...data, inputs, splits },
    );
    withSession(request, (session) => {
      const { loss } = session.run({ firstBatch: 0, firstStep: 0, learningRates: rates(4) });
      expect(loss).toHaveLength(3);
      expect([...loss].map(Number.isFinite)).toEqual([true, true, false]);
      const after = session.readState();
      session.writeState(initializeWeights(request.network, request.training.config.seed));
      const slots = after.filter(({ name }) => name.startsWith('optimizer/'));
      session.writeState(
        slots.map(({ name, shape, values }) => ({ name, shape, values: values.map(() => 0) })),
      );
      session.run({ firstBatch: 0, firstStep: 0, learningRates: rates(2) });
      expect(session.readState()).toEqual(after);
    });
  });

  it('says that it is gone once it was disposed of, and can be disposed of again', () => {
    const session = createCompiledSession(dropoutRequest());
    session.dispose();
    session.dispose();
    expect(() => session.readState()).toThrowError(/disposed/);
  });
});

describe('nets learn', () => {
  it.each([
    ['a dense net', chain({ kind: 'dense', units: 32 }, { kind: 'relu' }, { kind: 'dense', units: 3 })],
    [
      'a convolutional net',
      chain(
        { kind: 'conv2d', filters: 8 },
        { kind: 'relu' },
        { kind: 'maxPool2d' },
        { kind: 'flatten' },
        { kind: 'dense', units: 3 },
      ),
    ],
  ])('%s tells three kinds of image apart', (_name, network) => {
    const data = separable(randomData({ inputShape: [8, 8, 1], examples: 300 }));
    const request = requestOf(network, { optimizer: { kind: 'adam' }, batchSize: 24 }, data);
    withSession(request, (session) => {
      const before = validationOf(session, request);
      for (let epoch = 0; epoch < 10; epoch++) {
        session.run({ firstBatch: 0, firstStep: epoch * 10, learningRates: rates(10) });
      }
      const { loss, accuracy } = validationOf(session, request);
      expect(loss).toBeLessThan((before.loss ?? NaN) / 4);
      expect(accuracy).toBeGreaterThan(0.95);
    });
  });
});
