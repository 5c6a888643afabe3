import { join } from 'node:path';
import { parseExperiment } from '@shared/experiment/parsing';
import type { Versions } from '@shared/runs/versions/versions';
import { Database } from '../../../src-main/engine/runs/database/database';
import { MetricStore } from '../../../src-main/engine/runs/metrics/metricStore';
import type { NewRun } from '../../../src-main/engine/runs/new/newRun';
import type { RunListRequest } from '../../../src-main/engine/runs/table/runList';
import { RunStore } from '../../../src-main/engine/runs/runStore';
import { preparedSpirals, smallNetwork } from '../../support/experiments';
import { temporaryFolder } from './workspace';

export function openStores(path = join(temporaryFolder(), 'layerlab.sqlite')) {
  const database = Database.open(path);
  const metrics = new MetricStore(database);
  return { path, database, metrics, runs: new RunStore(database, metrics) };
}

/** Its layers are not looked at, which would be a fifth of what a short training takes, unless `training` asks for it. */
export function experimentNamed(name: string, training: object = {}, hiddenUnits = 8) {
  return parseExperiment({
    version: 1,
    name,
    network: smallNetwork(hiddenUnits),
    dataset: { kind: 'spirals', examples: 200 },
    training: { observation: 'off', ...training },
  });
}

const versions: Versions = {
  layerlab: '0.1.0',
  node: '24',
  tensorflow: null,
  platform: 'test',
  computing: null,
};

/** Asks for all runs, the newest first. */
export const everyRun: RunListRequest = {
  search: '',
  states: [],
  sort: 'createdAt',
  descending: true,
  where: '',
  archived: 'all',
  orders: [],
  columns: [],
  offset: 0,
  limit: 100,
};

export function newRun(name = 'a run'): NewRun {
  return {
    experiment: experimentNamed(name),
    dataset: preparedSpirals,
    parameterCount: 42,
    versions,
    owner: 'this engine',
  };
}
