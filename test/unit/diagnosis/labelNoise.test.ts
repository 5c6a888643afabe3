import { describe, expect, it } from 'vitest';
import { diagnose } from '@shared/diagnosis';
import type { RunFacts } from '@shared/diagnosis/record';
import { readObservation } from '@shared/network/observation';
import { experimentNamed } from '../../engine/support/stores';
import { preparedSpirals } from '../../support/experiments';

const none = { steps: [], values: [] };
const epochs = 10;
const stepsPerEpoch = 5;

/** After each epoch the same: examples whose label has these probabilities, as many of each. */
function runThatSaw(probabilities: readonly number[], validationLoss: readonly number[]): RunFacts {
  const losses = Float32Array.from(
    { length: 200 },
    (_, example) => -Math.log(probabilities[example % probabilities.length] ?? 1),
  );
  const places = [{ layer: null, name: 'losses', size: losses.length }];
  const steps = Array.from({ length: epochs }, (_, epoch) => (epoch + 1) * stepsPerEpoch);
  return {
    experiment: experimentNamed('a', { epochs, batchSize: 32 }),
    dataset: preparedSpirals,
    state: 'completed',
    baseline: { trainingLoss: Math.LN2, validationLoss: Math.LN2 },
    observations: steps.map((step, epoch) => readObservation(places, losses, { step, epoch, sawStep: true })),
    loss: { steps, values: steps.map(() => 0.4) },
    penalty: none,
    accuracy: none,
    gradientNorm: none,
    learningRate: none,
    validationLoss: { steps, values: validationLoss },
    validationAccuracy: none,
  };
}

const suspects = (facts: RunFacts) => diagnose(facts).filter(({ kind }) => kind === 'labelNoise');
const flat = Array.from({ length: epochs }, () => 0.4);

/** Probabilities that labels have for a net that knows its odds. */
const wrongLabels = [...Array.from({ length: 8 }, () => 0.85), 0.15, 0.05];
const overlappingClasses = [0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.45, 0.3, 0.15];

describe('labels that may be wrong', () => {
  it('are suspected where some examples are surely told otherwise, and few are doubtful', () => {
    expect(suspects(runThatSaw(wrongLabels, flat))).toMatchObject([
      { evidence: { surelyWrong: expect.closeTo(0.2, 1), doubtful: 0 } },
    ]);
  });

  it('are not where most of those that are not told right are doubtful, as where classes overlap', () => {
    expect(suspects(runThatSaw(overlappingClasses, flat))).toEqual([]);
  });

  it('are suspected among many doubtful ones where errors are as sure as the rest, and not where the rest is surer', () => {
    const told = (sure: number) => [
      ...Array.from({ length: 14 }, () => sure),
      ...Array.from({ length: 4 }, () => 0.6),
      ...Array.from({ length: 2 }, () => 0.2),
    ];
    expect(suspects(runThatSaw(told(0.75), flat))).toHaveLength(1);
    expect(suspects(runThatSaw(told(0.97), flat))).toEqual([]);
  });

  it('are not where few of few examples are surely told otherwise: the worst of all stands for half a twentieth', () => {
    const hardPoints = [
      ...Array.from({ length: 33 }, () => 0.9),
      ...Array.from({ length: 4 }, () => 0.5),
      ...Array.from({ length: 3 }, () => 0.2),
    ];
    expect(suspects(runThatSaw(hardPoints, flat))).toEqual([]);
  });

  it('are met by stopping early only where that would have ended this very training with a smaller loss', () => {
    const titlesFor = (validationLoss: readonly number[]) =>
      suspects(runThatSaw(wrongLabels, validationLoss))[0]?.remedies.map(({ title }) => title);
    const [stop, smooth] = ['Stop early, and keep the best weights', 'Smooth the labels, and stop early'];
    expect(titlesFor([0.6, 0.5, 0.4, 0.41, 0.42, 0.43, 0.43, 0.43, 0.43, 0.43])).toEqual([stop, smooth]);
    expect(titlesFor([0.6, 0.5, 0.45, 0.44, 0.43, 0.42, 0.41, 0.4, 0.4, 0.39])).toEqual([smooth]);
  });
});

describe('the losses of a probe', () => {
  it('are told at each twentieth of them, in order', () => {
    const losses = Float32Array.from({ length: 41 }, (_, example) => (example * 7) % 41);
    const places = [{ layer: null, name: 'losses', size: 41 }];
    const { lossQuantiles } = readObservation(places, losses, { step: 0, epoch: 0, sawStep: false });
    expect(lossQuantiles).toEqual(Array.from({ length: 21 }, (_, part) => 2 * part));
  });
});
