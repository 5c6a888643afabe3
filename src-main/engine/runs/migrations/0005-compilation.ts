import type { Migration } from './index';

/** How a run's steps are run, from before its first step on. JSON; null for runs from before that was told. */
export const compilation: Migration = {
  version: 5,
  sql: 'ALTER TABLE runs ADD COLUMN compilation TEXT;',
};
