import type { Migration } from './index';

/**
 * What was freed: which checkpoints of a run were cleared and when, runs that are gone with all their files, and sweeps in
 * the bin.
 */
export const clearing: Migration = {
  version: 12,
  sql: `
    ALTER TABLE runs ADD COLUMN cleared TEXT;
    ALTER TABLE sweeps ADD COLUMN deleted_at TEXT;
    CREATE TABLE removed_runs (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      removed_at TEXT NOT NULL,
      checksum INTEGER
    ) WITHOUT ROWID;
  `,
};
