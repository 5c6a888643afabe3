import type { Migration } from './index';

/** The figures of a run by metric and split, in place of a column for each of the eight that there were. */
export const runMetrics: Migration = {
  version: 4,
  sql: `
    CREATE TABLE run_metrics (
      run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
      metric TEXT NOT NULL,
      split TEXT NOT NULL,
      last REAL,
      best REAL,
      baseline REAL,
      PRIMARY KEY (run_id, metric, split)
    ) WITHOUT ROWID;

    INSERT INTO run_metrics (run_id, metric, split, last, best)
      SELECT id, 'loss', 'training', training_loss, NULL FROM runs WHERE training_loss IS NOT NULL
      UNION ALL
      SELECT id, 'accuracy', 'training', training_accuracy, NULL FROM runs WHERE training_accuracy IS NOT NULL
      UNION ALL
      SELECT id, 'loss', 'validation', validation_loss, best_validation_loss FROM runs
        WHERE coalesce(validation_loss, best_validation_loss) IS NOT NULL
      UNION ALL
      SELECT id, 'accuracy', 'validation', validation_accuracy, best_validation_accuracy FROM runs
        WHERE coalesce(validation_accuracy, best_validation_accuracy) IS NOT NULL
      UNION ALL
      SELECT id, 'loss', 'test', test_loss, NULL FROM runs WHERE test_loss IS NOT NULL
      UNION ALL
      SELECT id, 'accuracy', 'test', test_accuracy, NULL FROM runs WHERE test_accuracy IS NOT NULL;

    DROP INDEX runs_by_validation_loss;
    DROP INDEX runs_by_validation_accuracy;
    DROP INDEX runs_by_training_loss;
    ALTER TABLE runs DROP COLUMN training_loss;
    ALTER TABLE runs DROP COLUMN training_accuracy;
    ALTER TABLE runs DROP COLUMN validation_loss;
    ALTER TABLE runs DROP COLUMN validation_accuracy;
    ALTER TABLE runs DROP COLUMN test_loss;
    ALTER TABLE runs DROP COLUMN test_accuracy;
    ALTER TABLE runs DROP COLUMN best_validation_loss;
    ALTER TABLE runs DROP COLUMN best_validation_accuracy;
  `,
};
