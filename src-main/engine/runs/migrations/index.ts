import type Sqlite from 'better-sqlite3';
import { AppError } from '@shared/errors';
import { offerChecksums, writeChecksums } from '../database/checksum';
import { checksums } from './0011-checksums';
import { clearing } from './0012-clearing';
import { compilation } from './0005-compilation';
import { exports } from './0003-exports';
import { labels } from './0007-labels';
import { groups } from './0009-groups';
import { imported } from './0010-imported';
import { metrics } from './0002-metrics';
import { naiveForecasts } from './0014-naive-forecasts';
import { observations } from './0006-observations';
import { outlines } from './0013-outlines';
import { queue } from './0015-queue';
import { runMetrics } from './0004-run-metrics';
import { runs } from './0001-runs';
import { settings } from './0016-settings';
import { sweeps } from './0008-sweeps';

/** One step of the schema: one file, one transaction. A migration that was released is never changed. */
export interface Migration {
  /** What `user_version` is afterwards; the migration before it is this minus one. */
  readonly version: number;
  readonly sql: string;
}

/** In order, without gaps. */
export const migrations: readonly Migration[] = [
  runs,
  metrics,
  exports,
  runMetrics,
  compilation,
  observations,
  labels,
  sweeps,
  groups,
  imported,
  checksums,
  clearing,
  outlines,
  naiveForecasts,
  queue,
  settings,
];

export const newestVersion = migrations.length;

export function versionOf(sqlite: Sqlite.Database): number {
  return Number(sqlite.pragma('user_version', { simple: true }));
}

/** @throws AppError `databaseTooNew` */
export function refuseNewer(version: number, path: string): void {
  if (version <= newestVersion) return;
  throw new AppError(
    'databaseTooNew',
    `This workspace was written by a newer Layerlab: its database has version ${version}, ` +
      `this Layerlab knows versions up to ${newestVersion}. Nothing in it was changed.`,
    {
      where: path,
      remedy: 'Update Layerlab, or choose another workspace folder with --home or LAYERLAB_HOME.',
    },
  );
}

/**
 * Brings the schema to the newest version, each migration in its own transaction. Two engines may do this at
 * once: the version is read again under the write lock.
 */
export function migrate(sqlite: Sqlite.Database, upTo: number = newestVersion): void {
  offerChecksums(sqlite);
  for (const migration of migrations.slice(0, upTo)) {
    if (versionOf(sqlite) >= migration.version) continue;
    sqlite
      .transaction(() => {
        if (versionOf(sqlite) >= migration.version) return;
        sqlite.exec(migration.sql);
        if (migration.version >= checksums.version) writeChecksums(sqlite);
        sqlite.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  }
}
