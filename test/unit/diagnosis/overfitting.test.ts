import { describe, expect, it } from 'vitest';
import { diagnose } from '@shared/diagnosis';
import type { RunFacts } from '@shared/diagnosis/record';
import { readObservation } from '@shared/network/observation';
import { experimentNamed } from '../../engine/support/stores';
import { preparedSpirals } from '../../support/experiments';

const none = { steps: [], values: [] };
const epochs = 40;
const stepsPerEpoch = 5;

/** A net that learns its examples by heart: their loss falls to nothing while that of others falls for four epochs and rises. */
function runByHeart(training: (epoch: number) => number): RunFacts {
  const all = Array.from({ length: epochs }, (_, epoch) => epoch + 1);
  const ends = all.map((epoch) => epoch * stepsPerEpoch);
  const losses = { layer: null, name: 'losses', size: 4 } as const;
  return {
    experiment: experimentNamed('a', { epochs, batchSize: 32 }),
    dataset: preparedSpirals,
    state: 'completed',
    baseline: { trainingLoss: Math.LN2, validationLoss: Math.LN2 },
    observations: ends.map((step, epoch) =>
      readObservation([losses], new Float32Array(4).fill(0.5), { step, epoch: epoch + 1, sawStep: true }),
    ),
    loss: {
      steps: Array.from({ length: epochs * stepsPerEpoch }, (_, step) => step + 1),
      values: all.flatMap((epoch) => new Array<number>(stepsPerEpoch).fill(training(epoch))),
    },
    penalty: none,
    accuracy: none,
    gradientNorm: none,
    learningRate: none,
    validationLoss: { steps: ends, values: all.map((epoch) => 0.5 + 0.05 * Math.abs(epoch - 4)) },
    validationAccuracy: none,
  };
}

const falling = (epoch: number) => 0.6 / epoch;
const found = (facts: RunFacts) => diagnose(facts).map(({ kind, causedBy }) => [kind, causedBy]);
const overfits = [
  ['overfitting', null],
  ['epochsAfterBest', 'overfitting'],
];

describe('the length of a curve', () => {
  it('is no hindrance to looking at it', () => {
    const steps = Array.from({ length: 300_000 }, (_, place) => place + 1);
    const facts = runByHeart(falling);
    const validationLoss = { steps, values: steps.map((step) => 0.5 + Math.abs(step - 40_000) / 300_000) };
    const learningRate = { steps, values: steps.map(() => 0.01) };
    expect(found({ ...facts, learningRate, validationLoss })).toEqual([['epochsAfterBest', null]]);
  });
});

describe('a net that has learned its examples by heart', () => {
  it('overfits, which is why most of its epochs were for nothing', () => {
    expect(found(runByHeart(falling))).toEqual(overfits);
  });

  it('does so where a last step went wrong: a jolt undoes nothing of what it knows', () => {
    expect(found(runByHeart((epoch) => (epoch === epochs ? 5 : falling(epoch))))).toEqual(overfits);
  });

  it('does not where its training loss has risen for good: it has grown worse at both', () => {
    const kinds = found(runByHeart((epoch) => (epoch > 30 ? 1 : falling(epoch))));
    expect(kinds).toContainEqual(['epochsAfterBest', null]);
    expect(kinds.map(([kind]) => kind)).not.toContain('overfitting');
  });
});
