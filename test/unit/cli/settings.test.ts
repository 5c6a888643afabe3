import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileCatalogue } from '@shared/data/catalogue';
import { type DatasetField, isPathField } from '@shared/data/dataset';
import { parseExperiment } from '@shared/experiment/parsing';
import { AppError } from '@shared/errors';
import { placed } from '../../../src-main/cli/experiment/places';
import { applySettings, readSettings } from '../../../src-main/cli/experiment/settings';

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

  it('means the layer of that id, also where it looks like a place or has points in it', () => {
    const { layers, edges } = experiment.network;
    const renamed = parseExperiment({
      ...experiment,
      network: {
        layers: layers.map((layer) => (layer.id === 'scores' ? { ...layer, id: '1' } : layer)),
        edges: edges.map((edge) => edge.map((id) => (id === 'scores' ? '1' : id))),
      },
    });
    expect(applySettings(renamed, ['network.1.units=3']).network.layers[2]).toMatchObject({ units: 3 });
    const pointed = JSON.parse(JSON.stringify(experiment).replaceAll('"hidden"', '"hidden.1"')) as unknown;
    expect(
      applySettings(parseExperiment(pointed), ['network.hidden.1.units=8']).network.layers[1],
    ).toMatchObject({ id: 'hidden.1', units: 8 });
  });

  it('sets into an object that the file left out', () => {
    expect(
      applySettings(experiment, ['training.earlyStopping.patience=4']).training.earlyStopping?.patience,
    ).toBe(4);
  });

  it('takes a path of data as relative to the folder one is in', () => {
    const { dataset } = applySettings(experiment, ['dataset.path=other.csv']);
    expect(dataset).toMatchObject({ path: resolve('other.csv') });
    expect(applySettings(experiment, ['dataset.path=2020']).dataset).toMatchObject({ path: resolve('2020') });
  });

  it.each(fileCatalogue.map((definition) => [definition.kind, definition] as const))(
    'takes every path of %s so, set by itself or with the whole entry, in any order',
    (kind, { fields }) => {
      const paths = Object.entries<DatasetField>(fields)
        .filter(([, field]) => isPathField(field))
        .map(([name]) => name);
      expect(paths).not.toHaveLength(0);
      const resolved = { kind, ...Object.fromEntries(paths.map((name) => [name, resolve(`${name}.bin`)])) };
      const alone = paths.map((name) => `dataset.${name}=${name}.bin`);
      expect(applySettings(experiment, [...alone, `dataset.kind=${kind}`]).dataset).toMatchObject(resolved);
      const whole = { kind, ...Object.fromEntries(paths.map((name) => [name, `${name}.bin`])) };
      expect(applySettings(experiment, [`dataset=${JSON.stringify(whole)}`]).dataset).toMatchObject(resolved);
    },
  );

  it('takes a name as it is written, be it a number or in quotes', () => {
    const changed = applySettings(experiment, ['name=5', 'dataset.target="2020"']);
    expect(changed).toMatchObject({ name: '5', dataset: { target: '2020' } });
    expect(applySettings(experiment, ['dataset.target=2020']).dataset).toMatchObject({ target: '2020' });
  });

  it('drops with the old kind what the new one does not know, and its defaults', () => {
    const fromTable = applySettings(experiment, ['dataset.splitSeed=7', 'dataset.kind=moons']).dataset;
    expect(fromTable).toMatchObject({ kind: 'moons', splitSeed: 7 });
    expect(fromTable).not.toHaveProperty('path');

    const spirals = parseExperiment({ ...experiment, dataset: { kind: 'spirals', examples: 300 } });
    const moons = parseExperiment({ ...experiment, dataset: { kind: 'moons', examples: 300 } });
    expect(applySettings(spirals, ['dataset.kind=moons']).dataset).toEqual(moons.dataset);
    const noisy = applySettings(spirals, ['dataset.noise=0.5', 'dataset.kind=moons']).dataset;
    expect(noisy).toEqual({ ...moons.dataset, noise: 0.5 });

    const { training } = applySettings(experiment, [
      'training.optimizer.beta1=0.8',
      'training.optimizer.kind=adamw',
    ]);
    expect(training.optimizer).toEqual({ kind: 'adamw', learningRate: 0.01, beta1: 0.8 });
    const plain = parseExperiment({ ...experiment, training });
    expect(applySettings(plain, ['training.optimizer.kind=sgd']).training.optimizer).toEqual({
      kind: 'sgd',
      learningRate: 0.01,
    });
  });

  it('gives a kind that the file writes as its name alone parameters, and another kind', () => {
    const withSchedule = applySettings(experiment, ['training.schedule=step', 'training.loss.kind=huber']);
    expect(withSchedule.training.loss).toEqual({ kind: 'huber' });
    const changed = applySettings(withSchedule, ['training.schedule.factor=0.5', 'training.loss.delta=2']);
    expect(changed.training).toMatchObject({
      schedule: { kind: 'step', factor: 0.5 },
      loss: { kind: 'huber', delta: 2 },
    });
  });

  it('takes a kind before what is set beside it, and behind what sets the whole entry', () => {
    const whole = 'training.optimizer={"kind":"sgd","learningRate":0.5,"momentum":0.9}';
    const optimizer = (...texts: string[]) => applySettings(experiment, texts).training.optimizer;
    expect(optimizer(whole, 'training.optimizer.kind=adam')).toEqual({ kind: 'adam', learningRate: 0.5 });
    expect(optimizer('training.optimizer.kind=adam', whole)).toMatchObject({ kind: 'sgd', momentum: 0.9 });
    expect(
      optimizer(
        'training.optimizer.beta1=0.8',
        whole,
        'training.optimizer.beta1=0.7',
        'training.optimizer.kind=adam',
      ),
    ).toEqual({ kind: 'adam', learningRate: 0.5, beta1: 0.7 });
    expect(optimizer('training.optimizer.kind=adam', 'training.optimizer.kind=sgd')).toEqual({
      kind: 'sgd',
      learningRate: 0.01,
    });
  });

  it('does not change the experiment it was given', () => {
    applySettings(experiment, ['training.epochs=1']);
    expect(experiment.training.epochs).toBe(5);
  });

  it.each([
    ['training.epochs', 'badArgument', '--set training.epochs'],
    ['=3', 'badArgument', '--set =3'],
    ['network.nothing.units=3', 'badArgument', '--set network.nothing.units=3'],
    ['training.epochs.count=3', 'badArgument', '--set training.epochs.count=3'],
    ['training.epochs=-1', 'badExperiment', '--set training.epochs=-1'],
    ['training.epochz=2', 'badExperiment', '--set training.epochz=2'],
    ['dataset.kind=moon', 'badDataset', '--set dataset.kind=moon'],
    ['network.hidden.kind=dens', 'badExperiment', '--set network.hidden.kind=dens'],
    ['dataset.kind=idx', 'badExperiment', '--set dataset.kind=idx: dataset.images'],
  ])('refuses %s, says that it came from there, and what to do', (setting, code, where) => {
    try {
      applySettings(experiment, ['training.batchSize=8', setting]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code, where });
      expect((error as AppError).remedy).not.toBeNull();
    }
  });

  it.each([
    [
      'training.epochs',
      'A setting lacks "=" and a value after the path',
      'Write it as path=value, for example training.epochs=3.',
    ],
    ['=3', 'A setting lacks the path before "="', 'Write it as path=value, for example training.epochs=3.'],
    [
      'network.hiden.units=3',
      'The network has no layer "hiden"',
      'Did you mean "hidden"? Known are input, hidden, scores.',
    ],
    [
      'training.epochs.count=3',
      '"training.epochs" holds no values of its own',
      'Set training.epochs itself.',
    ],
  ])('%s: the message says what is wrong, the remedy what to do', (setting, message, remedy) => {
    expect(() => applySettings(experiment, [setting])).toThrow(
      expect.objectContaining({ message, remedy }) as AppError,
    );
  });
});

describe('the place of an error in an experiment', () => {
  const place = (error: AppError, ...texts: string[]) =>
    placed(error, { file: '/a.json', experiment, settings: readSettings(experiment, texts) }).where;
  const network = (where: string) => new AppError('badNetwork', 'wrong', { where });

  it('is the file and the path in it, also for what is named by its ids', () => {
    expect(place(network('network.edges'))).toBe('/a.json: network.edges');
    expect(place(network('hidden.units'))).toBe('/a.json: network.layers[1].units');
    expect(place(network('hidden → scores'))).toBe('/a.json: network.edges[1]');
    expect(place(new AppError('badTraining', 'wrong'))).toBe('/a.json');
  });

  it('is the setting that set it, and both where no setting alone is to blame', () => {
    expect(place(network('network.layers[1].units'), 'network.hidden.units=0')).toBe(
      '--set network.hidden.units=0',
    );
    expect(place(network('training.loss'), 'network.scores.units=3')).toBe(
      '/a.json --set network.scores.units=3: training.loss',
    );
  });

  it('is the last setting of several of one place', () => {
    const units = network('network.layers[1].units');
    expect(place(units, 'network.hidden.units=-1', 'network.hidden.units=0')).toBe(
      '--set network.hidden.units=0',
    );
    const rate = new AppError('badTraining', 'wrong', { where: 'training.optimizer.learningRate' });
    const whole = 'training.optimizer={"kind":"adam","learningRate":-2}';
    expect(place(rate, 'training.optimizer.learningRate=-1', whole)).toBe(
      `--set ${whole}: training.optimizer.learningRate`,
    );
  });

  it('is that of the data, with the setting that named it', () => {
    const missing = new AppError('badDataset', 'missing', { where: '/no.csv, line 3' });
    expect(place(missing)).toBe('/no.csv, line 3');
    expect(place(network('training.loss'), 'name=t')).toBe('/a.json --set name=t: training.loss');
    expect(place(missing, 'dataset.path=/no.csv')).toBe('/no.csv, line 3 (--set dataset.path=/no.csv)');
    const inFolder = new AppError('badDataset', 'missing', { where: '/cifar/data_batch_1.bin' });
    expect(place(inFolder, 'dataset.path=/cifar')).toBe(
      '/cifar/data_batch_1.bin (--set dataset.path=/cifar)',
    );
    expect(place(inFolder, 'dataset.path=/cif')).toBe('/cifar/data_batch_1.bin');
    const differing = new AppError('badDataset', 'differing', { where: '/images and /labels' });
    expect(place(differing, 'dataset.images=/images')).toBe(
      '/images and /labels (--set dataset.images=/images)',
    );
  });

  it('is left alone where the experiment is not what is wrong', () => {
    expect(place(new AppError('diskFull', 'full', { where: '/disk' }))).toBe('/disk');
  });
});
