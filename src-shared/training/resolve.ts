import type { TrainingConfig } from './config';
import type { AnyLossDefinition } from './loss';
import type { AnyOptimizerDefinition } from './optimizer';
import type { AnyScheduleDefinition } from './schedule';

/** A training configuration with its kinds looked up and their parameters filled in. */
export interface ResolvedTraining {
  readonly config: TrainingConfig;
  readonly loss: { readonly definition: AnyLossDefinition; readonly parameters: object };
  readonly optimizer: { readonly definition: AnyOptimizerDefinition; readonly parameters: { readonly learningRate: number } };
  readonly schedule: { readonly definition: AnyScheduleDefinition; readonly parameters: object } | null;
}
