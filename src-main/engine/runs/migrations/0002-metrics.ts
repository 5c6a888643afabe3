import type { Migration } from './index';

/** All metrics at every step, in chunks of consecutive values. */
export const metrics: Migration = {
  version: 2,
  sql: `
    CREATE TABLE metric_chunks (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      split TEXT NOT NULL,
      name TEXT NOT NULL,
      first_step INTEGER NOT NULL,
      last_step INTEGER NOT NULL,
      count INTEGER NOT NULL,
      steps BLOB,
      bytes_per_value INTEGER NOT NULL,
      "values" BLOB NOT NULL
    );
    CREATE UNIQUE INDEX metric_chunks_by_series ON metric_chunks (run_id, split, name, first_step);
  `,
};
