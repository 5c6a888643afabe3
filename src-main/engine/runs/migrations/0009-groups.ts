import type { Migration } from './index';

/** Runs that are trained as one: which they belong together with, and their places. Null for runs that have nobody. */
export const groups: Migration = {
  version: 9,
  sql: `
    ALTER TABLE runs ADD COLUMN group_id TEXT;
    ALTER TABLE runs ADD COLUMN group_place INTEGER;
    CREATE INDEX runs_by_group ON runs (group_id, group_place) WHERE group_id IS NOT NULL;
  `,
};
