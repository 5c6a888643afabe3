import type { Migration } from './index';

/** A checksum in every row, so that one that was changed by anything but Layerlab is told from one that was not. */
export const checksums: Migration = {
  version: 11,
  sql: [
    'runs',
    'run_metrics',
    'metric_chunks',
    'exports',
    'run_tags',
    'observations',
    'sweeps',
    'sweep_points',
    'sweep_runs',
    'task_runs',
  ]
    .map((table) => `ALTER TABLE ${table} ADD COLUMN checksum INTEGER;`)
    .join('\n'),
};
