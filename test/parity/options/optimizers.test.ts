import { optimizerCatalogue } from '@shared/training/optimizers';
import { describe, it } from 'vitest';
import { chain, randomData, requestOf } from '../support/requests';
import { expectSameTraining, usualBatch } from '../support/parity';

describe('compiled and eager training agree', () => {
  it.each(optimizerCatalogue.map(({ kind }) => kind))('with %s', (kind) => {
    const network = chain({ kind: 'dense', units: 5 }, { kind: 'tanh' }, { kind: 'dense', units: 3 });
    const request = requestOf(
      network,
      { optimizer: { kind }, batchSize: usualBatch },
      randomData({ inputShape: [4] }),
    );
    expectSameTraining(request, 10);
  });
});
