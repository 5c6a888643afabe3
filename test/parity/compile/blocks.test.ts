import { initializeWeights } from '@shared/network/initialWeights';
import { optimizerCatalogue } from '@shared/training/optimizers';
import type { TrainingConfigInput } from '@shared/training/config';
import { describe, expect, it } from 'vitest';
import { createCompiledSession } from '../../../src-main/trainer/compile';
import { planVariables } from '../../../src-main/trainer/compile/sessionVariables';
import type { SessionRequest, StateTensor } from '../../../src-main/trainer/session';
import { expectSameTraining } from '../support/parity';
import { chain, randomData, requestOf } from '../support/requests';

/** Two layers of 76,800 weights each, in a net whose batches of 32 are trained in three parts. */
function largeRequest(training: TrainingConfigInput = {}): SessionRequest {
  const network = chain(
    { kind: 'dense', units: 256 },
    { kind: 'tanh' },
    { kind: 'dense', units: 300 },
    { kind: 'tanh' },
    { kind: 'dense', units: 3 },
  );
  const data = randomData({ inputShape: [300], examples: 40 });
  return { ...requestOf(network, { batchSize: 32, ...training }, data), parts: 3 };
}

/** The state after so many steps, from the first weights or from a state. */
function stateAfter(steps: number, from?: { state: readonly StateTensor[]; step: number }) {
  const request = largeRequest({ optimizer: { kind: 'adam' }, batchSize: 32 });
  const session = createCompiledSession(request);
  try {
    session.writeState(from?.state ?? initializeWeights(request.network, request.training.config.seed));
    session.setEpochOrder(Int32Array.from({ length: 160 }, (_, place) => place % 40));
    const firstStep = from?.step ?? 0;
    session.run({ firstBatch: firstStep, firstStep, learningRates: new Float32Array(steps).fill(0.01) });
    return session.readState();
  } finally {
    session.dispose();
  }
}

describe('a large matrix whose update the cores share', () => {
  it('is cut into columns that fill vector registers, and keeps its name and shape outside', () => {
    const { weights, state } = planVariables(largeRequest());
    const shapesOf = (layer: string) =>
      weights
        .filter((each) => each.layer === layer && each.weight === 'kernel')
        .map(({ variable }) => variable.shape);
    // Thirds of 256 columns end at 85⅓ and 170⅔, next to 80 and 176; those of 300 at 100 and 200, next to 96 and 208.
    expect(shapesOf('layer0')).toEqual([
      [300, 80],
      [300, 96],
      [300, 80],
    ]);
    expect(shapesOf('layer2')).toEqual([
      [256, 96],
      [256, 112],
      [256, 92],
    ]);
    expect(shapesOf('layer4')).toEqual([[300, 3]]);
    expect(state.find(({ name }) => name === 'parameters/layer0/kernel')?.shape).toEqual([300, 256]);
  });

  it.each(optimizerCatalogue.map(({ kind }) => kind))('trains as the whole does eagerly, by %s', (kind) => {
    expectSameTraining(largeRequest({ optimizer: { kind } }), 2);
  });

  it('trains as the whole does, held down by penalties, a largest norm and clipping', () => {
    const held = { l1: 0.001, l2: 0.01, maxNorm: 0.8, clipNorm: 0.2 };
    expectSameTraining(largeRequest({ optimizer: { kind: 'adamw' }, ...held }), 2);
  });

  it('goes on from the state after a step to the same bits', () => {
    const state = stateAfter(2);
    expect(stateAfter(3, { state, step: 2 })).toEqual(stateAfter(5));
  });
});
