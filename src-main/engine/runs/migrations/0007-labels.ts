import type { Migration } from './index';

/** What a person marks runs with: tags, those to be kept in sight, and those that are put aside. */
export const labels: Migration = {
  version: 7,
  sql: `
    CREATE TABLE run_tags (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      tag TEXT NOT NULL,
      PRIMARY KEY (run_id, tag)
    ) WITHOUT ROWID;
    ALTER TABLE runs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE runs ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
  `,
};
