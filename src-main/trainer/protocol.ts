import type { PreparedDataset } from '@shared/data/prepared';
import type { Computing } from '@shared/runs/versions/versions';
import type { AppErrorData } from '@shared/errors';
import type { Experiment } from '@shared/experiment/experiment';
import type { LayerId, RunId } from '@shared/ids';
import type { Observation } from '@shared/network/observation';
import type { Compilation, CompilationFacts } from '@shared/training/computing/compilation';
import type { Picture, PictureKind } from '@shared/pictures/catalogue';
import type { DrawnMaps, MapsWanted } from '@shared/pictures/layers/exampleMaps';
import type { DrawnExciting, UnitWanted } from '@shared/pictures/layers/excitingExamples';
import type { MomentWanted, RunMoment } from '@shared/pictures/runMoment';
import type { WeightTry } from '@shared/pictures/weightTry';
import type { Baselines, CheckpointName, Progress, RunMetrics, Split } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import type { CheckpointFacts } from './checkpoints/checkpoint';

/**
 * What the engine and a trainer process say to each other, over Node's IPC channel with
 * `serialization: 'advanced'` (typed arrays travel as they are).
 */

export interface TrainJob {
  readonly runId: RunId;
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  /** Folder of the prepared data set's files. */
  readonly datasetDirectory: string;
  /** Folder of the run; checkpoints are written to `best.safetensors` and `last.safetensors` in it. */
  readonly runDirectory: string;
  /** Go on from `last.safetensors`. */
  readonly resume: boolean;
  /** Weights that it starts from where it does not go on; drawn where absent. */
  readonly start?: StartJob;
  /** How the steps are to be run. */
  readonly compilation: Compilation;
  /** The run has begun that way and can go on in no other. */
  readonly compilationBinds: boolean;
  /** Why it is not trained as one with those that were started with it. */
  readonly apart?: string;
}

/** A run of a group, and its place in it. */
export interface MemberJob {
  readonly place: number;
  readonly job: TrainJob;
}

/** Runs to be trained as one. */
export interface GroupJob {
  /** Of every run that the group began with, by place: what a run's bits are depends on all of them. */
  readonly experiments: readonly Experiment[];
  /** Those that are trained now. */
  readonly members: readonly MemberJob[];
}

/** Weights that are kept in the workspace, and the layers that take them. */
export interface StartJob {
  readonly path: string;
  readonly hash: string;
  readonly layers: readonly LayerId[];
}

export interface PredictJob {
  readonly experiment: Experiment;
  readonly dataset: PreparedDataset;
  readonly datasetDirectory: string;
  /** Path of the checkpoint whose weights are used. */
  readonly checkpoint: string;
}

export const checkpointFile: Readonly<Record<CheckpointName, string>> = {
  best: 'best.safetensors',
  last: 'last.safetensors',
};

export type ToTrainer =
  | { readonly type: 'train'; readonly job: TrainJob }
  | { readonly type: 'trainGroup'; readonly group: GroupJob }
  /** Makes the process ready to answer requests about a checkpoint, without training. */
  | { readonly type: 'predict'; readonly job: PredictJob }
  /** For one run of a group. */
  | { readonly type: 'toRun'; readonly runId: RunId; readonly message: RunMessage }
  | RunMessage;

/** How often a run that is trained tells of itself, in milliseconds. */
export interface TellingIntervals {
  readonly metricsEvery: number;
  /** 0: no pictures. */
  readonly picturesEvery: number;
}

/** Of who follows a run closely. */
export const closeInterval = 250;

/** What a run that is trained hears. */
export type RunMessage =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' }
  | ({ readonly type: 'attention' } & TellingIntervals)
  | { readonly type: 'request'; readonly id: number; readonly request: TrainerRequest };

export type TrainerRequest =
  | LookRequest
  /** The same with the weights of a file; of a process that answers such requests alone. */
  | { readonly kind: 'lookBack'; readonly step: number; readonly path: string; readonly request: LookRequest }
  /** The network's outputs (logits as they leave the last layer) for raw, unscaled inputs. */
  | { readonly kind: 'outputs'; readonly inputs: Float32Array; readonly examples: number }
  /** The outputs of every layer for the same. */
  | { readonly kind: 'layerOutputs'; readonly inputs: Float32Array; readonly examples: number }
  /** The network with its weights as TensorFlow's `saved_model.pb`. */
  | { readonly kind: 'savedModel' }
  /** The outputs of a model that was written for TensorFlow, for the same. */
  | ({ readonly kind: 'storedModel' } & StoredModelRequest)
  /** A metric's number of each example of a split. */
  | { readonly kind: 'judged'; readonly split: Split; readonly metric: MetricKind };

/** What may be asked of a run as it is, and as it was. */
export type LookRequest =
  /** One picture; without a kind, the one that suits the task best. Tries are for a process that trains nothing. */
  | { readonly kind: 'picture'; readonly of?: PictureKind; readonly tries?: readonly WeightTry[] }
  /** What becomes of the plane, and the picture where it is wanted. */
  | ({ readonly kind: 'moment' } & MomentWanted)
  /** A layer's maps of an image. */
  | ({ readonly kind: 'exampleMaps' } & MapsWanted)
  /** The examples that excite a unit most. */
  | ({ readonly kind: 'excitingExamples' } & UnitWanted);

/** Examples to run through a model that was written for TensorFlow. */
export interface StoredModelRequest {
  readonly format: 'savedModel' | 'layersModel';
  /** The file by which it is opened; what it leads to is beside it. */
  readonly path: string;
  readonly inputs: Float32Array;
  /** Of `inputs`, the batch axis first. */
  readonly shape: readonly number[];
}

export type TrainerAnswer =
  | { readonly kind: 'picture'; readonly picture: Picture }
  | { readonly kind: 'moment'; readonly moment: RunMoment }
  | { readonly kind: 'exampleMaps'; readonly maps: DrawnMaps }
  | { readonly kind: 'excitingExamples'; readonly found: DrawnExciting }
  /** examples × output size. */
  | { readonly kind: 'outputs'; readonly outputs: Float32Array }
  /** By the layer's id; examples × the layer's output size. */
  | { readonly kind: 'layerOutputs'; readonly layers: Readonly<Record<LayerId, Float32Array>> }
  | { readonly kind: 'savedModel'; readonly bytes: Uint8Array }
  | { readonly kind: 'storedModel'; readonly outputs: Float32Array }
  /** In the split's order. */
  | { readonly kind: 'judged'; readonly values: Float32Array };

/** Consecutive values of one series, with the steps they were taken after; what is no finite number is NaN. */
export interface MeasuredBatch {
  readonly split: Split;
  readonly name: string;
  readonly steps: Int32Array;
  readonly values: Float64Array;
}

export type FinalState = 'completed' | 'stopped' | 'diverged' | 'failed';

export type FromTrainer =
  /** The process is up; sent once, before any job. */
  | {
      readonly type: 'ready';
      readonly tensorflow: string | null;
      readonly nativeProblem: string | null;
      readonly threads: number;
    }
  /** What a trainer says of one run of a group. */
  | { readonly type: 'ofRun'; readonly runId: RunId; readonly message: FromTrainer }
  /** Machine code is being made; until that is done nothing is heard. */
  | { readonly type: 'compiling' }
  /** How the steps will be run; sent once, before `started`. */
  | { readonly type: 'compiled'; readonly compilation: CompilationFacts }
  /** The job is compiled and about to take its next step, after so many. */
  | { readonly type: 'started'; readonly step: number; readonly computing: Computing }
  /** What a net would score on the job's splits that answers the same everywhere, and what naive forecasts would. */
  | ({ readonly type: 'baseline' } & Baselines)
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  /** As often as {@link TellingIntervals} have it. */
  | {
      readonly type: 'metrics';
      readonly batches: readonly MeasuredBatch[];
      readonly progress: Progress;
      readonly metrics: RunMetrics;
    }
  | {
      readonly type: 'checkpoint';
      readonly name: CheckpointName;
      readonly facts: CheckpointFacts;
    }
  | { readonly type: 'picture'; readonly picture: Picture }
  /** What was seen of the layers after some step. */
  | { readonly type: 'observation'; readonly observation: Observation }
  | {
      readonly type: 'finished';
      readonly state: FinalState;
      readonly metrics: RunMetrics;
      readonly weightsHash: string | null;
      readonly error: AppErrorData | null;
    }
  | {
      readonly type: 'answer';
      readonly id: number;
      readonly answer: TrainerAnswer | { readonly kind: 'error'; readonly error: AppErrorData };
    };
