import { describe, inject, it } from 'vitest';
import { expectSameTraining } from './support/parity';
import { randomRequest } from './support/randomNetworks';

const steps = 20;

describe(`compiled and eager training agree after ${steps} steps`, () => {
  it.each(Array.from({ length: inject('randomNetworks') }, (_, seed) => seed))(
    'for random network %i',
    (seed) => {
      expectSameTraining(randomRequest(seed), steps);
    },
  );
});
