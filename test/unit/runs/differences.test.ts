import { describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/experiment/parsing';
import { configDifferences } from '@shared/runs/configuration/differences';

interface Changes {
  readonly hidden?: object;
  readonly extra?: readonly object[];
  readonly training?: object;
  readonly dataset?: object;
  readonly file?: object;
}

function experiment({ hidden = {}, extra = [], training = {}, dataset = {}, file = {} }: Changes) {
  return parseExperiment({
    version: 1,
    network: {
      layers: [
        { id: 'input', kind: 'input' },
        { id: 'hidden', kind: 'dense', units: 16, ...hidden },
        { id: 'scores', kind: 'dense', units: 2 },
        ...extra,
      ],
      edges: [
        ['input', 'hidden'],
        ['hidden', 'scores'],
      ],
    },
    dataset: { kind: 'spirals', ...dataset },
    training,
    ...file,
  });
}

describe('the differences of configurations', () => {
  it('name a layer by its id, and a nested field by its path', () => {
    const differences = configDifferences([
      experiment({}),
      experiment({
        hidden: { units: 64 },
        dataset: { noise: 0.3 },
        training: { optimizer: { kind: 'adam', learningRate: 0.01 }, epochs: 20 },
      }),
    ]);
    expect(differences).toEqual([
      { path: 'network.hidden.units', values: [16, 64] },
      { path: 'dataset.noise', values: [0.1, 0.3] },
      { path: 'training.optimizer.learningRate', values: [0.001, 0.01] },
      { path: 'training.epochs', values: [10, 20] },
    ]);
  });

  it('are none between what is left out and the same written out, nor in names, notes and positions', () => {
    const differences = configDifferences([
      experiment({ training: { loss: 'softmaxCrossEntropy' } }),
      experiment({
        hidden: { useBias: true, name: 'My layer' },
        training: { loss: { kind: 'softmaxCrossEntropy' }, optimizer: { kind: 'adam' } },
        file: { name: 'another', notes: 'why' },
      }),
    ]);
    expect(differences).toEqual([]);
  });

  it('give a layer that not all have as a whole, and null where it is not', () => {
    const dropout = { id: 'drop', kind: 'dropout', rate: 0.5 };
    const differences = configDifferences([experiment({}), experiment({ extra: [dropout] }), experiment({})]);
    expect(differences).toEqual([
      { path: 'network.drop', values: [null, { kind: 'dropout', rate: 0.5 }, null] },
    ]);
  });

  it('show another kind of optimizer with what comes and goes with it', () => {
    const differences = configDifferences([
      experiment({ training: { optimizer: { kind: 'sgd', learningRate: 0.1 } } }),
      experiment({ training: { optimizer: { kind: 'momentum', learningRate: 0.1, momentum: 0.8 } } }),
    ]);
    expect(differences).toContainEqual({ path: 'training.optimizer.kind', values: ['sgd', 'momentum'] });
    expect(differences).toContainEqual({ path: 'training.optimizer.momentum', values: [null, 0.8] });
  });
});
