import type { Migration } from './index';

/** What was exported from each run, with the parity report. */
export const exports: Migration = {
  version: 3,
  sql: `
    CREATE TABLE exports (
      id TEXT PRIMARY KEY,
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      created_at TEXT NOT NULL,
      result TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX exports_by_run ON exports (run_id, created_at);
  `,
};
