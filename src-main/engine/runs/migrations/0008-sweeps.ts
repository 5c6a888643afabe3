import type { Migration } from './index';

/** Sweeps, their points, the runs of each point, and which run was made for which task of an executor. */
export const sweeps: Migration = {
  version: 8,
  sql: `
    CREATE TABLE sweeps (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      state TEXT NOT NULL,
      identity TEXT NOT NULL,
      owner TEXT,
      created_at TEXT NOT NULL,
      finished_at TEXT,
      elapsed_seconds REAL NOT NULL DEFAULT 0,
      error TEXT,
      dataset_hash TEXT NOT NULL,
      experiment TEXT NOT NULL
    );
    CREATE INDEX sweeps_by_identity ON sweeps (identity, id);
    CREATE TABLE sweep_points (
      sweep_id TEXT NOT NULL REFERENCES sweeps (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      state TEXT NOT NULL,
      parameters TEXT NOT NULL,
      value REAL,
      halted_after INTEGER,
      error TEXT,
      PRIMARY KEY (sweep_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE sweep_runs (
      sweep_id TEXT NOT NULL,
      point INTEGER NOT NULL,
      seed INTEGER NOT NULL,
      run_id TEXT,
      state TEXT,
      value REAL,
      looks TEXT NOT NULL DEFAULT '{}',
      PRIMARY KEY (sweep_id, point, seed),
      FOREIGN KEY (sweep_id, point) REFERENCES sweep_points (sweep_id, number) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE TABLE task_runs (
      task TEXT PRIMARY KEY,
      run_id TEXT NOT NULL
    ) WITHOUT ROWID;
  `,
};
