import type { RunRecords } from './adoption/record';
import type { Broadcaster } from './events/broadcaster';
import type { ProofContext } from './exporting/proof/comparison';
import type { InferencePool } from './inference/inferencePool';
import type { JobQueue } from './jobs/jobQueue';
import type { EngineLease } from './jobs/lease';
import type { Predictors } from './jobs/trainers/predictors';
import type { TrainerPool } from './jobs/trainers/trainerPool';
import type { Logger } from './log';
import type { Rehearsals } from './rehearsal/rehearsals';
import type { Database } from './runs/database/database';
import type { ExportStore } from './runs/exportStore';
import type { MetricStore } from './runs/metrics/metricStore';
import type { RunStore } from './runs/runStore';
import type { Sweeps } from './sweeps/sweeps';
import type { VersionFacts } from './versions';
import type { Workspace } from './workspace';

/** What trainings are started with. */
export interface TrainingParts {
  readonly workspace: Workspace;
  readonly database: Database;
  readonly runs: RunStore;
  readonly metrics: MetricStore;
  readonly records: RunRecords;
  readonly exports: ExportStore;
  readonly broadcaster: Broadcaster;
  readonly trainers: TrainerPool;
  readonly predictors: Predictors;
  readonly rehearsals: Rehearsals;
  readonly queue: JobQueue;
  readonly lease: EngineLease;
  readonly versions: VersionFacts;
  readonly log: Logger;
  readonly inferenceEntry: () => string;
  readonly withWebAssembly: ProofContext['withWebAssembly'];
  readonly inference: InferencePool;
  readonly writable: () => Promise<void>;
}

/** What the services work with. */
export interface EngineParts extends TrainingParts {
  readonly sweeps: Sweeps;
}
