import type { Migration } from './index';

/** What the naive forecasts of a series in time would score, beside what an answer would that is the same everywhere. */
export const naiveForecasts: Migration = {
  version: 14,
  sql: `
    ALTER TABLE run_metrics ADD COLUMN last_value REAL;
    ALTER TABLE run_metrics ADD COLUMN seasonal REAL;
  `,
};
