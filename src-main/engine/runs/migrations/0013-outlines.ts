import type { Migration } from './index';

/** Curves also in outlines, each of the level below: level 0 has the points themselves. */
export const outlines: Migration = {
  version: 13,
  sql: `
    ALTER TABLE metric_chunks ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
    DROP INDEX metric_chunks_by_series;
    CREATE UNIQUE INDEX metric_chunks_by_series ON metric_chunks (run_id, split, name, level, first_step);
  `,
};
