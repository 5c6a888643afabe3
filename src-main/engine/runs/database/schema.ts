import type { Generated } from 'kysely';

/** The tables as the newest migration leaves them; what `migrations/` builds, in types. */
export interface Tables {
  runs: RunsTable;
  run_metrics: RunMetricsTable;
  metric_chunks: MetricChunksTable;
  exports: ExportsTable;
  run_tags: RunTagsTable;
  observations: ObservationsTable;
  sweeps: SweepsTable;
  sweep_points: SweepPointsTable;
  sweep_runs: SweepRunsTable;
  task_runs: TaskRunsTable;
  removed_runs: RemovedRunsTable;
  queue_places: QueuePlacesTable;
  setting_paths: SettingPathsTable;
  run_settings: RunSettingsTable;
}

/** One run. Wide columns that lists do not read stand last, so that a list does not touch their pages. */
export interface RunsTable {
  id: string;
  name: string;
  state: string;
  color: number;
  note: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  deleted_at: string | null;
  /** The engine that has the run in hand, while it is active: the name of its lease. */
  owner: string | null;
  dataset_kind: string;
  dataset_name: string;
  dataset_hash: string;
  parameter_count: number;
  seed: number;
  /** 1: kept in sight. */
  pinned: number;
  /** 1: put aside. */
  archived: number;
  /** The runs that it was started with to be trained as one, and its place among them; null where there are none. */
  group_id: string | null;
  group_place: number | null;
  best_epoch: number | null;
  weights_hash: string | null;
  /** JSON: a `Progress`, or null before the first step. */
  progress: string | null;
  /** JSON: a `RecordedCompilation`; null before it was decided. */
  compilation: string | null;
  /** JSON: a `RemedyOf`; null where the run is nobody's remedy. */
  remedy_of: string | null;
  /** JSON: `ImportedFacts`; null for a run that was trained here. */
  imported: string | null;
  /** JSON: an `AppErrorData`, or null. */
  error: string | null;
  /** JSON: for each checkpoint that was written its `CheckpointFacts`. */
  checkpoints: string;
  /** JSON: for each checkpoint that was cleared to free space, when; null where none was. */
  cleared: string | null;
  /** JSON: `Versions`, with `earlier`: those it was trained with before. */
  versions: string;
  /** JSON: the `PreparedDataset`. */
  dataset: string;
  /** JSON: the `Experiment`. */
  experiment: string;
}

/** What a person calls runs by, besides their names. */
export interface RunTagsTable {
  run_id: string;
  tag: string;
}

/** The figures of a run by metric and split: what lists and comparisons show without reading a curve. */
export interface RunMetricsTable {
  run_id: string;
  /** A kind of the catalogue of metrics. */
  metric: string;
  split: string;
  /** Measured last. */
  last: number | null;
  /** Measured with the weights of the best epoch. */
  best: number | null;
  /** What a net would score that answers the same everywhere. */
  baseline: number | null;
  /** What the naive forecasts of a series in time would score. */
  last_value: number | null;
  seasonal: number | null;
}

/** Consecutive values of one series of one run. */
export interface MetricChunksTable {
  run_id: string;
  split: string;
  name: string;
  /** 0: points of the series; above: an outline of the level below. */
  level: number;
  first_step: number;
  last_step: number;
  count: number;
  /** int32 little-endian, or float64 where those do not hold them; null where the steps are evenly spaced from the first to the last. */
  steps: Uint8Array | null;
  /** 4: float32, where that holds every value exactly; 8: float64. Little-endian. */
  bytes_per_value: number;
  values: Uint8Array;
  /** float64 little-endian: seconds since 1970; null where it was not told when they were written. */
  times: Uint8Array | null;
}

/** What was seen of the layers of one run after one step. */
export interface ObservationsTable {
  run_id: string;
  step: number;
  /** An `Observation` as JSON, deflated (RFC 1951). */
  content: Uint8Array;
}

export interface ExportsTable {
  id: string;
  run_id: string;
  created_at: string;
  /** JSON: an `ExportResult`. */
  result: string;
}

export interface SweepsTable {
  id: string;
  name: string;
  state: string;
  /** Hash of what makes a sweep the same as another: its experiment, without its budget. */
  identity: string;
  /** The engine that has it in hand, while it is active: the name of its lease. */
  owner: string | null;
  created_at: string;
  finished_at: string | null;
  deleted_at: string | null;
  elapsed_seconds: number;
  /** JSON: an `AppErrorData`, or null. */
  error: string | null;
  dataset_hash: string;
  /** JSON: the `Experiment` with its sweep. */
  experiment: string;
}

export interface SweepPointsTable {
  sweep_id: string;
  number: number;
  state: string;
  /** JSON: a value for each path. */
  parameters: string;
  value: number | null;
  halted_after: number | null;
  /** JSON: an `AppErrorData`, or null. */
  error: string | null;
}

export interface SweepRunsTable {
  sweep_id: string;
  point: number;
  seed: number;
  run_id: string | null;
  /** How it ended; null before. */
  state: string | null;
  value: number | null;
  /** JSON: by epoch, the value that the method saw when it looked; null for one that was no number. */
  looks: string;
}

/** The run that was made for a task of an executor. */
export interface TaskRunsTable {
  task: string;
  run_id: string;
}

/** A run that was deleted and is gone with its files. */
export interface RemovedRunsTable {
  id: string;
  name: string;
  removed_at: string;
}

/** Where a run stands in line, from its start to its end; also of one whose engine has ended before. */
export interface QueuePlacesTable {
  run_id: string;
  /** Those with less come first. */
  place: number;
}

/** Paths that runs set, in an order that their values follow. */
export interface SettingPathsTable {
  id: Generated<number>;
  /** JSON: a list of texts. */
  paths: string;
}

/** What a run sets, taken from its experiment so that a table of runs need not read that. */
export interface RunSettingsTable {
  run_id: string;
  /** The row of `setting_paths`. */
  paths: number;
  /** JSON: a value for each path. */
  values: string;
}
