import { type Augmentation, augmentationCatalogue, fills } from '@shared/training/augmentations';
import { scheduleCatalogue } from '@shared/training/schedules';
import type { TrainingConfigInput } from '@shared/training/config';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { expectSameTraining, takesSample, usualBatch } from '../support/parity';
import { chain, randomData, requestOf } from '../support/requests';
import { train } from '../support/training';

const optimizer = { kind: 'momentum', learningRate: 0.1 };
/** Rates come to the steps from outside: these are the same machine code under each schedule. */
const schedules = scheduleCatalogue.map(({ kind }) => kind).slice(takesSample ? -1 : 0);

const everything: Augmentation = {
  ...Object.fromEntries(augmentationCatalogue.map(({ kind, usual }) => [kind, usual])),
  cutout: 3,
};

const options: readonly (readonly [string, TrainingConfigInput])[] = [
  ['L1', { l1: 0.01 }],
  ['L2', { l2: 0.05 }],
  ['L1 and L2 together', { l1: 0.01, l2: 0.05 }],
  ['a largest norm', { maxNorm: 0.8 }],
  ['clipping by norm', { clipNorm: 0.2 }],
  ['balanced classes', { classWeights: 'balanced' }],
  ['batches larger than the data', { batchSize: 100 }],
  ['class weights of their own', { classWeights: [1, 4, 0.5] }],
  ['all of them', { l1: 0.01, l2: 0.05, maxNorm: 0.8, clipNorm: 0.2 }],
];
const augmentations: readonly (readonly [string, Augmentation])[] = [
  ...augmentationCatalogue.map(({ kind, usual }): [string, Augmentation] => [kind, { [kind]: usual }]),
  ['flipHorizontally and shift', { flipHorizontally: true, shift: 1 }],
  ...fills.map((fill): [string, Augmentation] => [
    `all at once, beyond the edge ${fill}`,
    { ...everything, fill },
  ]),
];

function smallRequest(training: TrainingConfigInput) {
  const network = chain({ kind: 'dense', units: 6 }, { kind: 'relu' }, { kind: 'dense', units: 3 });
  return requestOf(
    network,
    { optimizer, batchSize: usualBatch, ...training },
    randomData({ inputShape: [4] }),
  );
}

describe('compiled and eager training agree', () => {
  it.each(schedules)('under the schedule %s, after a warm-up', (schedule) => {
    expectSameTraining(smallRequest({ schedule, warmupSteps: 3 }), 12);
  });

  // A sample has those that hold the others.
  it.each(options.slice(takesSample ? -3 : 0))('with %s', (_what, training) => {
    expectSameTraining(smallRequest(training), 8);
  });

  it('with regularization of its own in one layer', () => {
    const network = chain(
      { kind: 'dense', units: 6, regularization: { l2: 0.3, maxNorm: 0.5 } },
      { kind: 'tanh' },
      { kind: 'dense', units: 3 },
    );
    const training = { optimizer, batchSize: usualBatch, l1: 0.01, l2: 0.01 };
    expectSameTraining(requestOf(network, training, randomData({ inputShape: [4] })), 8);
  });

  it.each(augmentations.slice(takesSample ? -fills.length : 0))(
    'under augmentation by %s, on bytes and on fractions',
    (_what, augmentation) => {
      const network = chain({ kind: 'conv2d', filters: 3 }, { kind: 'flatten' }, { kind: 'dense', units: 3 });
      for (const bytes of takesSample && augmentation.fill !== fills[0] ? [true] : [true, false]) {
        const data = randomData({ inputShape: [9, 10, 3], bytes });
        const slow = { kind: 'momentum', learningRate: 0.005 };
        expectSameTraining(
          requestOf(network, { optimizer: slow, batchSize: usualBatch, augmentation }, data),
          6,
        );
      }
    },
  );
});

describe('what an option does', () => {
  const parameterNorm = (training: TrainingConfigInput) => {
    const { state } = train(createEagerSession, smallRequest(training), 8);
    const kernels = state.filter(({ name }) => name.startsWith('parameters/') && name.endsWith('kernel'));
    return Math.hypot(...kernels.flatMap(({ values }) => [...values]));
  };

  it('L1, L2 and a largest norm make the weights smaller', () => {
    const free = parameterNorm({});
    for (const held of [{ l1: 0.05 }, { l2: 0.5 }, { maxNorm: 0.5 }]) {
      expect(parameterNorm(held)).toBeLessThan(free);
    }
  });

  it('class weights scale the gradient: twice for every class is twice the learning rate', () => {
    const parameters = (training: TrainingConfigInput) =>
      train(createCompiledSession, smallRequest(training), 6).state.filter(({ name }) =>
        name.startsWith('parameters/'),
      );
    const sgd = (learningRate: number) => ({ kind: 'sgd', learningRate });
    const weighed = parameters({ optimizer: sgd(0.25), classWeights: [2, 2, 2] });
    const faster = parameters({ optimizer: sgd(0.5) });
    weighed.forEach(({ name, values }, index) => {
      values.forEach((value, place) => {
        expect(value, name).toBeCloseTo(faster[index]?.values[place] ?? NaN, 5);
      });
    });
  });

  it.each([
    ['compiled', createCompiledSession],
    ['eager', createEagerSession],
  ])('a loss that is not finite ends the call and leaves the last good weights, %s', (_name, create) => {
    const request = smallRequest({
      loss: 'meanSquaredError',
      optimizer: { kind: 'sgd', learningRate: 1e30 },
      batchSize: 6,
    });
    const { steps, state } = train(create, request, 3);
    expect(steps.loss.length).toBeLessThan(3);
    expect(Number.isFinite(steps.gradientNorm.at(-1)) && Number.isFinite(steps.loss.at(-1))).toBe(false);
    expect(state.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });
});
