import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/errors';
import { noMetrics } from '@shared/runs/run';
import { checkedTables } from '../../../src-main/engine/runs/database/checksum';
import { Database } from '../../../src-main/engine/runs/database/database';
import { migrate, migrations, newestVersion, versionOf } from '../../../src-main/engine/runs/migrations';
import { newRun, openStores } from '../support/stores';
import { temporaryFolder } from '../support/workspace';

function schemaOf(sqlite: Sqlite.Database): unknown[] {
  return sqlite.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('the database', () => {
  it('has migrations numbered from 1 without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it.each(migrations.map(({ version }) => version - 1))(
    'comes from version %i to the newest with the same tables as a new one',
    (version) => {
      const path = join(temporaryFolder(), 'old.sqlite');
      const old = new Sqlite(path);
      migrate(old, version);
      expect(versionOf(old)).toBe(version);
      old.close();

      Database.open(path).close();

      const migrated = new Sqlite(path);
      const fresh = new Sqlite(':memory:');
      migrate(fresh);
      expect(versionOf(migrated)).toBe(newestVersion);
      expect(schemaOf(migrated)).toEqual(schemaOf(fresh));
      migrated.close();
    },
  );

  it('has a checksum in each row of each table', () => {
    const fresh = new Sqlite(':memory:');
    migrate(fresh);
    const tables = fresh.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
    expect(checkedTables(fresh).map(({ name }) => name)).toEqual(tables.sort());
    fresh.close();
  });

  it('keeps the runs of the version before the metrics', () => {
    const path = join(temporaryFolder(), 'old.sqlite');
    const old = new Sqlite(path);
    migrate(old, 1);
    old.exec(`INSERT INTO runs (id, name, state, color, created_at, dataset_kind, dataset_name, dataset_hash,
      parameter_count, seed, versions, dataset, experiment)
      VALUES ('r1', 'old run', 'completed', 3, '2026-01-01T00:00:00.000Z', 'moons', 'Moons', 'h', 1, 1, '{}', '{}', '{}')`);
    old.close();
    const { runs, database } = openStores(path);
    expect(runs.summary('r1' as Parameters<typeof runs.summary>[0])).toMatchObject({
      name: 'old run',
      color: 3,
    });
    database.close();
  });

  it('keeps the figures of the version that had a column for each', () => {
    const path = join(temporaryFolder(), 'old.sqlite');
    const old = new Sqlite(path);
    migrate(old, 3);
    const insert = (id: string, columns: string, values: string) =>
      old.exec(`INSERT INTO runs (id, name, state, color, created_at, dataset_kind, dataset_name, dataset_hash,
        parameter_count, seed, versions, dataset, experiment, ${columns})
        VALUES ('${id}', '${id}', 'completed', 3, '2026-01-01T00:00:00.000Z', 'moons', 'Moons', 'h', 1, 1, '{}', '{}', '{}', ${values})`);
    const columns =
      'training_loss, training_accuracy, validation_loss, validation_accuracy, test_loss, test_accuracy, ' +
      'best_validation_loss, best_validation_accuracy, best_epoch';
    insert('whole', columns, '0.1, 0.11, 0.2, 0.22, 0.3, 0.33, 0.4, 0.44, 7');
    insert('begun', columns, 'NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL');
    insert('diverged', columns, '9e999, NULL, 0.5, NULL, NULL, NULL, 0.5, NULL, 1');
    old.close();

    const { runs, database } = openStores(path);
    const metricsOf = (id: string) => runs.summary(id as Parameters<typeof runs.summary>[0]).metrics;
    expect(metricsOf('whole')).toEqual({
      ...noMetrics,
      trainingLoss: 0.1,
      trainingAccuracy: 0.11,
      validationLoss: 0.2,
      validationAccuracy: 0.22,
      testLoss: 0.3,
      testAccuracy: 0.33,
      bestValidationLoss: 0.4,
      bestValidationAccuracy: 0.44,
      bestEpoch: 7,
    });
    expect(metricsOf('begun')).toEqual(noMetrics);
    expect(metricsOf('diverged')).toEqual({
      ...noMetrics,
      validationLoss: 0.5,
      bestValidationLoss: 0.5,
      bestEpoch: 1,
    });
    expect(runs.summary('whole' as Parameters<typeof runs.summary>[0]).baseline).toEqual({});
    database.close();
  });

  it('of a newer Layerlab is refused with what to do, and not a byte of it is touched', () => {
    const path = join(temporaryFolder(), 'newer.sqlite');
    const newer = new Sqlite(path);
    newer.pragma('journal_mode = WAL');
    migrate(newer);
    newer.exec('CREATE TABLE of_the_future (id)');
    newer.pragma(`user_version = ${newestVersion + 1}`);
    newer.close();
    const before = readFileSync(path);

    const error = thrownBy(() => Database.open(path));

    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'databaseTooNew', where: path });
    expect((error as AppError).message).toContain(String(newestVersion + 1));
    expect((error as AppError).remedy).toContain('Update Layerlab');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path))).toEqual(['newer.sqlite']);
  });

  it('that is no database is refused with its path', () => {
    const path = join(temporaryFolder(), 'layerlab.sqlite');
    writeFileSync(path, 'These are the notes of somebody, kept under an unlucky name. '.repeat(30));
    expect(thrownBy(() => Database.open(path))).toMatchObject({ code: 'workspaceDamaged', where: path });
  });

  it('takes nothing of a transaction that throws', () => {
    const { database, runs } = openStores();
    expect(() =>
      database.transaction(() => {
        runs.create(newRun());
        throw new Error('in the middle');
      }),
    ).toThrow('in the middle');
    expect(runs.count()).toBe(0);
    database.close();
  });
});

/** The beginning of SHA-256 of each migration as it was released: workspaces out there have run exactly these. */
const released = [
  '80482867c4762b6d',
  '297728af6cc645e7',
  '4230fecc54753a82',
  '7e2509bb05423628',
  'e448b28ce9d386e6',
  'c42ca8ed7d5f06cb',
  '72f24551161ad613',
  '387c89e22cffe9c4',
  'fad1332482f733f5',
  '2120782137f412f3',
  'f6efaeabcc25ea75',
  'ebb139dacc0c8e8c',
  'a4a061f633acaa3c',
  '565df1b9108aae4a',
  'aff3257d572b7e85',
  '656672d809b7cc2a',
];

it('never changes a migration that was released', () => {
  const digests = migrations.map(({ sql }) => createHash('sha256').update(sql).digest('hex').slice(0, 16));
  expect(digests).toEqual(released);
});
