import { experimentVersion } from '@shared/experiment/experiment';
import {
  experimentMigrations,
  migrateExperiment,
  type ExperimentMigration,
} from '@shared/experiment/migrations';
import { parseExperiment } from '@shared/experiment/parsing';
import { describe, expect, it } from 'vitest';

/** What later versions might do. */
const later: readonly ExperimentMigration[] = [
  { from: 1, migrate: ({ name, ...rest }) => ({ ...rest, title: name }) },
  { from: 2, migrate: ({ title, ...rest }) => ({ ...rest, titles: [title] }) },
];

describe('the versions of experiment files', () => {
  it('each have a migration to the next, from 1 to the newest', () => {
    const expected = Array.from({ length: experimentVersion - 1 }, (_, index) => index + 1);
    expect(experimentMigrations.map(({ from }) => from)).toEqual(expected);
  });

  it('are gone through one after another, from whichever a file has', () => {
    expect(migrateExperiment({ version: 1, name: 'a' }, later, 3)).toEqual({ version: 3, titles: ['a'] });
    expect(migrateExperiment({ version: 2, title: 'a' }, later, 3)).toEqual({ version: 3, titles: ['a'] });
    expect(migrateExperiment({ version: 3, titles: ['a'] }, later, 3)).toEqual({ version: 3, titles: ['a'] });
  });

  it('are left to their reader where they are none', () => {
    for (const version of [0, '1', undefined, 99]) {
      expect(migrateExperiment({ version, name: 'a' }, later, 3)).toEqual({ version, name: 'a' });
    }
  });

  it('read a file of the newest as it is', () => {
    const layers = [{ id: 'input', kind: 'input' }];
    const network = { layers, edges: [] };
    const parsed = parseExperiment({ version: 1, network, dataset: { kind: 'moons' }, training: {} });
    expect(parsed.version).toBe(experimentVersion);
  });
});
