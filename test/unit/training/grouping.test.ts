import { describe, expect, it } from 'vitest';
import { placeRuns, type Candidate } from '@shared/experiment/grouping';
import { parseExperiment } from '@shared/experiment/parsing';
import { inferNetwork } from '@shared/network/inference';
import type { TrainingConfigInput } from '@shared/training/config';

function candidate(training: TrainingConfigInput, { units = 8, rate = 0.2, kind = 'relu' } = {}): Candidate {
  const layers = [
    { id: 'input', kind: 'input' },
    { id: 'hidden', kind: 'dense', units },
    { id: 'bent', kind },
    { id: 'dropout', kind: 'dropout', rate },
    { id: 'scores', kind: 'dense', units: 2 },
  ];
  const edges = layers.slice(1).map(({ id }, place) => [layers[place]?.id, id]);
  const experiment = parseExperiment({
    version: 1,
    name: 'grouped',
    network: { layers, edges },
    dataset: { kind: 'spirals', examples: 200 },
    training,
  });
  const network = inferNetwork(experiment.network, { inputShape: [2] });
  return { experiment, network, datasetHash: 'abc', trainingExamples: 160, compilation: 'plain' };
}

/** The group of each run where one core does it all; none for one by itself. */
const groups = (...candidates: readonly Candidate[]) =>
  placeRuns(candidates, 1).map((placing) => ('group' in placing ? placing.group : null));

const seeded = (runs: number) => Array.from({ length: runs }, (_, seed) => candidate({ seed }));

/** Sizes of the groups, and how many are trained side by side. */
function cut(candidates: readonly Candidate[], cores: number) {
  const placings = placeRuns(candidates, cores).flatMap((each) => ('group' in each ? each : []));
  const sizes: number[] = [];
  for (const { group } of placings) sizes[group] = (sizes[group] ?? 0) + 1;
  return { sizes, sideBySide: [...new Set(placings.map(({ sideBySide }) => sideBySide))] };
}

describe('runs that are started together', () => {
  it('are one group where they differ in their seeds, or in numbers that need no other graph', () => {
    expect(
      groups(
        candidate({ seed: 1, l2: 0.1, optimizer: { kind: 'adam', learningRate: 0.1 } }),
        candidate(
          { seed: 2, l2: 0.2, optimizer: { kind: 'adam', learningRate: 0.2, beta1: 0.8 } },
          { rate: 0.3 },
        ),
      ),
    ).toEqual([0, 0]);
  });

  it.each<[string, TrainingConfigInput, object]>([
    ['the optimizer', { optimizer: { kind: 'sgd', learningRate: 0.1 } }, {}],
    ['whether there is a penalty', { l2: 0.1 }, {}],
    ['the batch size', { batchSize: 16 }, {}],
    ['the number of epochs', { epochs: 3 }, {}],
    ['a layer’s width', {}, { units: 9 }],
    ['a layer’s kind', {}, { kind: 'tanh' }],
    ['whether a layer drops anything', {}, { rate: 0 }],
  ])('are none where they differ in %s', (_what, training, network) => {
    expect(groups(candidate({}), candidate({ seed: 2, ...training }, network))).toEqual([null, null]);
  });

  it('are none where the data is not the same', () => {
    expect(groups(candidate({}), { ...candidate({ seed: 2 }), datasetHash: 'other' })).toEqual([null, null]);
  });

  it('are none where one becomes machine code and the other does not', () => {
    expect(groups(candidate({}), { ...candidate({ seed: 2 }), compilation: 'xla' })).toEqual([null, null]);
  });

  it('are none where they would not gain, for the reason told', () => {
    const long = candidate({ batchSize: 1000 }, { units: 1000 });
    expect(placeRuns([long, long], 2)).toEqual([
      { apart: 'its steps are too long to gain' },
      { apart: 'its steps are too long to gain' },
    ]);
  });

  const large = Array.from({ length: 8 }, (_, seed) => ({
    ...candidate({ seed, batchSize: 8 }),
    trainingExamples: 50_000_000,
  }));

  it('are cut into groups of like size that have room', () => {
    expect(cut(seeded(300), 1)).toEqual({ sizes: [100, 100, 100], sideBySide: [1] });
    expect(placeRuns(seeded(300), 1)[100]).toEqual({ group: 1, place: 0, sideBySide: 1 });
    expect(cut(large, 1)).toEqual({ sizes: [2, 2, 2, 2], sideBySide: [1] });
  });

  it('are cut into as many groups as there are cores, which are trained side by side', () => {
    expect(cut(seeded(32), 2)).toEqual({ sizes: [16, 16], sideBySide: [2] });
    expect(cut(seeded(9), 2)).toEqual({ sizes: [5, 4], sideBySide: [2] });
    expect(cut(seeded(300), 2)).toEqual({ sizes: [75, 75, 75, 75], sideBySide: [2] });
    expect(cut(seeded(12), 8)).toEqual({ sizes: [4, 4, 4], sideBySide: [3] });
  });

  it('have all cores together where they are few, or where no more have room', () => {
    expect(cut(seeded(7), 2)).toEqual({ sizes: [7], sideBySide: [1] });
    expect(cut(large, 8)).toEqual({ sizes: [2, 2, 2, 2], sideBySide: [1] });
  });

  it('have room at once where they are trained side by side', () => {
    const roomy = Array.from({ length: 24 }, (_, seed) => ({
      ...candidate({ seed, batchSize: 8 }),
      trainingExamples: 10_000_000,
    }));
    expect(cut(roomy, 2)).toEqual({ sizes: [6, 6, 6, 6], sideBySide: [2] });
  });
});
