import type { PreparedDataset } from '@shared/data/prepared';
import type { PreparedWindows } from '@shared/data/tables/windows';
import type { LayerId } from '@shared/ids';
import type { InferredNetwork } from '@shared/network/inference';
import type { FigurePlace } from '@shared/network/observation/figures';
import type { Computing } from '@shared/runs/versions/versions';
import type { Split } from '@shared/runs/run';
import type { MetricKind } from '@shared/training/metrics';
import type { Compilation } from '@shared/training/computing/compilation';
import type { ResolvedTraining } from '@shared/training/resolve';
import type { TargetKind } from '@shared/training/splitTargets';

/** The examples in memory, as stored: bytes stay bytes until the step casts them. */
export interface TrainingData extends TargetKind {
  readonly examples: number;
  readonly inputs: Uint8Array | Float32Array;
  /** Shape of one stored example, images as height × width × channels. */
  readonly inputShape: readonly number[];
  /** int32 class indices, or float32 [examples × targetSize]. */
  readonly targets: Int32Array | Float32Array;
  /** Example indices of each split. */
  readonly splits: Readonly<Record<Split, Int32Array>>;
  /** The network sees (input − offset) · factor along the last axis. */
  readonly scaling: PreparedDataset['scaling'];
  /** Of a series in time what its examples are: windows of [steps, inputs of a row]. */
  readonly windows?: PreparedWindows;
}

/** A tensor of the session's state by its name: `parameters/hidden/kernel`, `optimizer/m/hidden/kernel`. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. Owned by whoever received it. */
  readonly values: Float32Array;
}

/** By the tensor's name. */
export type TensorBlocks = ReadonlyMap<string, readonly Pick<StateTensor, 'name' | 'shape'>[]>;

/** Which steps to take: consecutive batches of the epoch's order. */
export interface StepRequest {
  /** Index in the epoch of the first batch; batch b holds order[b·batchSize, (b+1)·batchSize). */
  readonly firstBatch: number;
  /** Steps of the run taken before, from 0; keys the random draws. */
  readonly firstStep: number;
  /** Learning rate of each step; its length is the number of steps. */
  readonly learningRates: Float32Array;
}

/** One value a step. A loss that is not finite ends the call after that step, so these may be shorter. */
export interface StepResult {
  readonly loss: Float32Array;
  readonly penalty: Float32Array;
  /** The metrics of every step but the loss. */
  readonly metrics: Readonly<Partial<Record<MetricKind, Float32Array>>>;
  /** Norm of all gradients together, before clipping. */
  readonly gradientNorm: Float32Array;
}

/** Examples of a split that are evaluated together. */
export const evaluationBatch = 256;

/**
 * A network made ready to be trained: the compiled step on TensorFlow, or the eager reference. It owns every
 * native tensor behind it and frees them in `dispose`. All calls are synchronous and block until done.
 */
export interface TrainingSession {
  /** Names and shapes of the state, parameters first, in the network's order. */
  readonly layout: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Of tensors that can also be written in blocks: these by their own names, side by side along the columns. */
  readonly blocks?: TensorBlocks;
  /** What decides the last digits of what it computes, besides the versions of the programs. */
  readonly computing: Computing;
  /** Order in which the epoch visits the training examples: indices into all examples. */
  setEpochOrder(order: Int32Array): void;
  run(request: StepRequest): StepResult;
  /**
   * Measures consecutive batches of a split, of {@link evaluationBatch} examples each (the last may be smaller), without
   * dropout and with moving statistics.
   * @returns sums of the metrics' statistics over each batch's examples, row-major [batches, numbers]
   */
  evaluate(split: Split, firstBatch: number, batches: number): Float32Array;
  /**
   * The last layer's outputs, row-major [examples × outputs], for examples of the data set by index.
   */
  predictExamples(indices: Int32Array): Float32Array;
  /** The same for raw inputs as a data set would store them, before scaling. */
  predictInputs(inputs: Float32Array, examples: number): Float32Array;
  /** Every layer's outputs for such inputs, by the layer's id, each row-major [examples × the layer's outputs]. */
  layerOutputs(inputs: Float32Array, examples: number): Readonly<Record<LayerId, Float32Array>>;
  /** Notes the weights as they are: an observation tells how far they have moved since. Nothing without a probe. */
  markWeights(): void;
  /**
   * Takes the probe through the net as it is and measures each layer; changes nothing. Call {@link markWeights} before the
   * first time.
   * @throws Error where the session has no probe
   */
  observe(): ObservedFigures;
  /** @param isWanted by a tensor's name; all where absent */
  readState(isWanted?: (name: string) => boolean): readonly StateTensor[];
  /** Sets the named tensors; others keep their values. @throws AppError where a name or shape does not fit. */
  writeState(tensors: readonly StateTensor[]): void;
  /** Frees everything native and the temporary folder. Calling it again does nothing. */
  dispose(): void;
}

/** What an observation measured: figures side by side, and where each stands. */
export interface ObservedFigures {
  readonly places: readonly FigurePlace[];
  readonly values: Float32Array;
}

export interface SessionRequest {
  /** It is asked about weights that are written to it: it takes no steps, and its state is the parameters alone. */
  readonly isAsked?: boolean;
  /** Examples that the run is observed on, by index; absent: it is not observed. */
  readonly probe?: Int32Array;
  readonly network: InferredNetwork;
  readonly training: ResolvedTraining;
  readonly data: TrainingData;
  /** Parts of a batch that are trained side by side where the network allows it; 1 where absent. */
  readonly parts?: number;
  /** How steps are run: by TensorFlow from operation to operation, the default, or as machine code made by XLA. */
  readonly compilation?: Compilation;
}

/** Builds a session; parameters start at zero until `writeState` gives them the initial weights. */
export type CreateSession = (request: SessionRequest) => TrainingSession;
