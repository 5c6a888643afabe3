import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseExperiment } from '@shared/experimentParsing';
import { AppError } from '@shared/errors';
import { applySettings } from '../../../src-main/cli/settings';

const experiment = parseExperiment({
  version: 1,
  name: 'small',
  network: {
    layers: [
      { id: 'input', kind: 'input' },
      { id: 'hidden', kind: 'dense', units: 16 },
      { id: 'scores', kind: 'dense', units: 2 },
    ],
    edges: [
      ['input', 'hidden'],
      ['hidden', 'scores'],
    ],
  },
  dataset: { kind: 'csv', path: '/data/iris.csv' },
  training: { loss: 'softmaxCrossEntropy', optimizer: { kind: 'adam', learningRate: 0.01 }, epochs: 5 },
});

describe('--set', () => {
  it('changes a value by its path, as number or as text', () => {
    const changed = applySettings(experiment, [
      'training.epochs=3',
      'name=wider',
      'training.optimizer.learningRate=1e-3',
    ]);
    expect(changed.training.epochs).toBe(3);
    expect(changed.name).toBe('wider');
    expect(changed.training.optimizer).toEqual({ kind: 'adam', learningRate: 0.001 });
  });

  it('names a layer by its id or by its place', () => {
    for (const path of ['network.hidden.units', 'network.layers.hidden.units', 'network.layers[1].units']) {
      expect(applySettings(experiment, [`${path}=64`]).network.layers[1], path).toMatchObject({
        id: 'hidden',
        units: 64,
      });
    }
  });

  it('sets into an object that the file left out', () => {
    expect(
      applySettings(experiment, ['training.earlyStopping.patience=4']).training.earlyStopping?.patience,
    ).toBe(4);
  });

  it('takes a path of data as relative to the folder one is in', () => {
    const { dataset } = applySettings(experiment, ['dataset.path=other.csv']);
    expect(dataset).toMatchObject({ path: resolve('other.csv') });
  });

  it('does not change the experiment it was given', () => {
    applySettings(experiment, ['training.epochs=1']);
    expect(experiment.training.epochs).toBe(5);
  });

  it.each([
    ['training.epochs'],
    ['=3'],
    ['network.nothing.units=3'],
    ['training.epochs=-1'],
    ['training.epochz=2'],
  ])('refuses %s and says what to do', (setting) => {
    try {
      applySettings(experiment, [setting]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect((error as AppError).remedy).not.toBeNull();
    }
  });
});
