import type { Migration } from './index';

/** What runs set, in narrow rows: which paths, that thousands of runs share, and the values at them. */
export const settings: Migration = {
  version: 16,
  sql: `
    CREATE TABLE setting_paths (
      id INTEGER PRIMARY KEY,
      paths TEXT NOT NULL UNIQUE,
      checksum INTEGER
    );
    CREATE TABLE run_settings (
      run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      paths INTEGER NOT NULL REFERENCES setting_paths (id),
      "values" TEXT NOT NULL,
      checksum INTEGER
    ) WITHOUT ROWID;
  `,
};
