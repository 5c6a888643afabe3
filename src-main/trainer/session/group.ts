import type { LayerId } from '@shared/ids';
import type { Computing } from '@shared/runs/versions/versions';
import type { Split } from '@shared/runs/run';
import type { ObservedFigures, SessionRequest, StateTensor, StepResult } from './session';

/** Which steps all runs of a group take. */
export interface GroupSteps {
  /** As in `StepRequest`, the same for all. */
  readonly firstBatch: number;
  readonly firstStep: number;
  /** Of each run, one for each step. */
  readonly learningRates: readonly Float32Array[];
}

/**
 * Runs that are trained as one: each has what a `TrainingSession` has, by its place in the group, and takes its steps
 * when all do. Calls are synchronous; `dispose` frees what is native.
 */
export interface TrainingGroup {
  readonly runs: number;
  readonly layout: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly computing: Computing;
  setEpochOrder(run: number, order: Int32Array): void;
  /** @returns what each run's steps gave; of one whose loss is no longer finite, up to that step */
  run(request: GroupSteps): readonly StepResult[];
  /** Sums of the metrics' statistics, row-major [batches, numbers], of each run. */
  evaluateAll(split: Split, firstBatch: number, batches: number): readonly Float32Array[];
  evaluateOne(run: number, split: Split, firstBatch: number, batches: number): Float32Array;
  predictExamples(run: number, indices: Int32Array): Float32Array;
  predictInputs(run: number, inputs: Float32Array, examples: number): Float32Array;
  layerOutputs(run: number, inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>>;
  /** Notes the weights of all runs as they are. */
  markAll(): void;
  observeAll(): readonly ObservedFigures[];
  readStates(): readonly (readonly StateTensor[])[];
  /** @throws AppError where a name or shape does not fit */
  writeState(run: number, tensors: readonly StateTensor[]): void;
  dispose(): void;
}

/**
 * @param sharesRates whether all runs have the same learning rate at every step
 * @throws Error where the runs need different graphs
 */
export type CreateGroup = (requests: readonly SessionRequest[], sharesRates: boolean) => TrainingGroup;
