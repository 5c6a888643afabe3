import { join } from 'node:path';
import type { PreparedDataset } from '@shared/data/prepared';
import { parseExperiment } from '@shared/experiment/parsing';
import type { Versions } from '@shared/runs/versions';
import { Database } from '../../../src-main/engine/runs/database';
import { MetricStore } from '../../../src-main/engine/runs/metricStore';
import { RunStore, type NewRun } from '../../../src-main/engine/runs/runStore';
import { temporaryFolder } from './workspace';

export function openStores(path = join(temporaryFolder(), 'layerlab.sqlite')) {
  const database = Database.open(path);
  const metrics = new MetricStore(database);
  return { path, database, metrics, runs: new RunStore(database, metrics) };
}

export function experimentNamed(name: string, training: object = {}, hiddenUnits = 8) {
  return parseExperiment({
    version: 1,
    name,
    network: {
      layers: [
        { id: 'input', kind: 'input' },
        { id: 'hidden', kind: 'dense', units: hiddenUnits },
        { id: 'relu', kind: 'relu' },
        { id: 'scores', kind: 'dense', units: 2 },
      ],
      edges: [
        ['input', 'hidden'],
        ['hidden', 'relu'],
        ['relu', 'scores'],
      ],
    },
    dataset: { kind: 'spirals', examples: 200 },
    training,
  });
}

const dataset: PreparedDataset = {
  hash: 'abc',
  name: 'Spirals',
  task: 'classification',
  examples: 200,
  inputShape: [2],
  inputDtype: 'float32',
  featureNames: ['x', 'y'],
  targetName: 'arm',
  classNames: ['0', '1'],
  splits: { training: 160, validation: 40, test: 0 },
  scaling: { offset: [0], factor: [1] },
};
const versions: Versions = {
  layerlab: '0.1.0',
  node: '24',
  tensorflow: null,
  platform: 'test',
  computing: null,
};

export function newRun(name = 'a run'): NewRun {
  return { experiment: experimentNamed(name), dataset, parameterCount: 42, versions, owner: 'this engine' };
}
