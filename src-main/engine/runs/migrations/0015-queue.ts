import type { Migration } from './index';

/** Where runs stand in line, so that the order of a queue outlives its engine, and others can change it. */
export const queue: Migration = {
  version: 15,
  sql: `
    CREATE TABLE queue_places (
      run_id TEXT PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      checksum INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX queue_places_by_place ON queue_places (place);
    CREATE INDEX sweep_runs_by_run ON sweep_runs (run_id);
  `,
};
