import { afterEach, describe, expect, it } from 'vitest';
import { initializeWeights } from '@shared/network/initialWeights';
import { createEagerSession } from '../../src-main/trainer/eager';
import { bestBackend } from '../../src-main/trainer/eager/tensorflow';
import type { SessionRequest, TrainingSession } from '../../src-main/trainer/session/session';
import { chain, randomData, requestOf } from './support/requests';

function request(): SessionRequest {
  const network = chain(
    { kind: 'conv2d', filters: 3 },
    { kind: 'batchNormalization' },
    { kind: 'relu' },
    { kind: 'flatten' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'dense', units: 3 },
  );
  const training = {
    batchSize: 6,
    maxNorm: 2,
    l1: 0.01,
    l2: 0.01,
    clipNorm: 1,
    augmentation: { flipHorizontally: true, shift: 1, rotation: 20, contrast: 0.3, cutout: 2 },
  };
  return requestOf(network, training, randomData({ inputShape: [5, 5, 2], bytes: true }));
}

const open: TrainingSession[] = [];

function start(): TrainingSession {
  const wanted = request();
  const session = createEagerSession(wanted);
  open.push(session);
  session.writeState(initializeWeights(wanted.network, 3));
  return session;
}

afterEach(() => {
  for (const session of open.splice(0)) session.dispose();
});

const tensors = () => bestBackend().tf.memory().numTensors;
const threeSteps = (firstStep: number) => ({
  firstBatch: 0,
  firstStep,
  learningRates: Float32Array.of(0.01, 0.01, 0.01),
});

describe('an eager session', () => {
  it('holds as many tensors after a step, an evaluation and a prediction as before', () => {
    const session = start();
    const before = tensors();
    session.run(threeSteps(0));
    session.evaluate('validation', 0, 1);
    session.predictExamples(Int32Array.of(0, 3));
    session.writeState(session.readState());
    expect(tensors()).toBe(before);
  });

  it('frees all it holds, and once', () => {
    const before = tensors();
    const session = start();
    session.run(threeSteps(0));
    session.dispose();
    session.dispose();
    expect(tensors()).toBe(before);
  });

  it('frees what a step had made where the step throws', () => {
    const session = start();
    const before = tensors();
    session.setEpochOrder(Int32Array.of());
    expect(() => session.run(threeSteps(0))).toThrow();
    expect(tensors()).toBe(before);
  });

  it('goes on from its state bit by bit as if it had not stopped', () => {
    const through = start();
    through.run(threeSteps(0));
    const middle = through.readState();
    through.run(threeSteps(3));
    const resumed = start();
    resumed.writeState(middle);
    resumed.run(threeSteps(3));
    expect(resumed.readState()).toEqual(through.readState());
  });

  it('refuses a state of another network and keeps its own', () => {
    const session = start();
    const before = session.readState();
    const other = { name: 'parameters/layer0/kernel', shape: [1], values: Float32Array.of(7) };
    const unknown = { ...other, name: 'parameters/nowhere/kernel' };
    expect(() => session.writeState([other])).toThrow(/the network has/);
    expect(() => session.writeState([unknown])).toThrow(/no tensor/);
    expect(session.readState()).toEqual(before);
  });
});
