import type { Migration } from './index';

/** Runs that another program has trained, and when each of their values was written. */
export const imported: Migration = {
  version: 10,
  sql: `
    ALTER TABLE runs ADD COLUMN imported TEXT;
    ALTER TABLE metric_chunks ADD COLUMN times BLOB;
  `,
};
