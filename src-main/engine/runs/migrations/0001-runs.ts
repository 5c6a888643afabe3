import type { Migration } from './index';

/** The runs, with indices for each order in which the runs page lists them. */
export const runs: Migration = {
  version: 1,
  sql: `
    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      state TEXT NOT NULL,
      color INTEGER NOT NULL,
      note TEXT NOT NULL DEFAULT '',
      created_at TEXT NOT NULL,
      started_at TEXT,
      finished_at TEXT,
      deleted_at TEXT,
      owner TEXT,
      dataset_kind TEXT NOT NULL,
      dataset_name TEXT NOT NULL,
      dataset_hash TEXT NOT NULL,
      parameter_count INTEGER NOT NULL,
      seed INTEGER NOT NULL,
      training_loss REAL,
      training_accuracy REAL,
      validation_loss REAL,
      validation_accuracy REAL,
      test_loss REAL,
      test_accuracy REAL,
      best_validation_loss REAL,
      best_validation_accuracy REAL,
      best_epoch INTEGER,
      weights_hash TEXT,
      progress TEXT,
      error TEXT,
      checkpoints TEXT NOT NULL DEFAULT '{}',
      versions TEXT NOT NULL,
      dataset TEXT NOT NULL,
      experiment TEXT NOT NULL
    );

    CREATE INDEX runs_by_creation ON runs (created_at, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_name ON runs (name COLLATE NOCASE, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_state ON runs (state, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_validation_loss ON runs (validation_loss, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_validation_accuracy ON runs (validation_accuracy, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_training_loss ON runs (training_loss, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_parameter_count ON runs (parameter_count, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_color ON runs (color, id) WHERE deleted_at IS NULL;
    CREATE INDEX runs_by_owner ON runs (owner) WHERE owner IS NOT NULL;
  `,
};
