import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEagerSession } from '../../../src-main/trainer/eager';
import { EagerSession } from '../../../src-main/trainer/eager/eagerSession';
import { philoxNormal, philoxUniform } from '@shared/training/draws/philox';
import { plainBackend } from '../../../src-main/trainer/eager/tensorflow';
import { relativeDifference } from '../support/numbers';
import { chain, randomData, requestOf } from '../support/requests';
import { differencesBetween, train } from '../support/training';

const { draws } = JSON.parse(
  readFileSync(resolve('test/fixtures/keras_training/keras_training.json'), 'utf8'),
) as { draws: { seed: [number, number]; uniform: number[]; normal: number[] }[] };

describe('without the native library', () => {
  it.each(draws)(
    'random draws are TensorFlow’s own, for the seed pair $seed',
    ({ seed, uniform, normal }) => {
      expect([...philoxUniform(11, seed)]).toEqual(uniform);
      expect(relativeDifference(philoxNormal(11, seed), Float32Array.from(normal), 1)).toBeLessThan(1e-6);
    },
  );

  it('a convolutional net with dropout, batch normalization and augmentation trains to the same weights', () => {
    const network = chain(
      // A bias before batch normalization has no effect: its gradient is rounding noise, which Adam would amplify.
      { kind: 'conv2d', filters: 3, kernelSize: 3, dilation: 2, useBias: false },
      { kind: 'batchNormalization' },
      { kind: 'relu' },
      { kind: 'maxPool2d', poolSize: 2 },
      { kind: 'flatten' },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 3 },
    );
    const training = { batchSize: 6, augmentation: { flipHorizontally: true, shift: 1 }, l2: 0.01 };
    const request = requestOf(network, training, randomData({ inputShape: [6, 6, 2], bytes: true }));
    const native = train(createEagerSession, request, 6);
    const backend = plainBackend();
    const plain = train((each) => new EagerSession(backend, each), request, 6);
    expect(differencesBetween(native, plain).filter(({ relative }) => !(relative < 1e-5))).toEqual([]);
  });
});
