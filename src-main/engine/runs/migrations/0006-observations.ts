import type { Migration } from './index';

/**
 * What was seen of each run's layers, a row an observation, and of a run that was started as a remedy of another, which
 * one that is. Runs from before have neither.
 */
export const observations: Migration = {
  version: 6,
  sql: `
    CREATE TABLE observations (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      step INTEGER NOT NULL,
      content BLOB NOT NULL,
      PRIMARY KEY (run_id, step)
    ) WITHOUT ROWID;
    ALTER TABLE runs ADD COLUMN remedy_of TEXT;
  `,
};
