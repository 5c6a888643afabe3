import type { PreparedDataset } from '@shared/data/prepared';
import type { Experiment } from '@shared/experiment/experiment';
import type { InferredNetwork } from '@shared/network/inference';
import type { WeightsFacts } from '@shared/runs/run';

/** A trained network and what its inputs mean. */
export interface TrainedNetwork {
  readonly experiment: Experiment;
  readonly network: InferredNetwork;
  readonly dataset: PreparedDataset;
  /** Which of the run's weights these are. */
  readonly facts: WeightsFacts;
  /** The weights by `parameters/<layer>/<weight>`. */
  readonly weights: ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;
}

/**
 * Writes one format: the file's bytes. The exported network takes examples as the data set stores them and scales them
 * itself.
 * @throws AppError `exportFailed` for what the format cannot express.
 */
export type ExportEncoder<Settings> = (
  trained: TrainedNetwork,
  settings: Settings,
  place: EncodingPlace,
) => Promise<Encoded>;

export interface EncodingPlace {
  /** The file's name without its extension: what is beside it is named by it. */
  readonly stem: string;
  readonly calibrate: Calibrate;
  /** The network as TensorFlow's `saved_model.pb`, which the trainer writes. */
  readonly savedModel: () => Promise<Uint8Array>;
}

/** How a file is held against the trainer before it is handed out. */
export type ProofPlan =
  /** ONNX Runtime runs it. */
  | { readonly kind: 'onnx' }
  /** ONNX Runtime runs the model that it carries. */
  | { readonly kind: 'carriedOnnx'; readonly model: Uint8Array }
  /** TensorFlow, or TensorFlow.js, runs it. */
  | { readonly kind: 'savedModel' }
  | { readonly kind: 'layersModel' }
  /** It is read back, and what is rebuilt of it is run. */
  | { readonly kind: 'keras' }
  /** Its weights are read back, from the file of this name beside it. */
  | { readonly kind: 'weights'; readonly file: string };

/** A file's bytes, one after another: what is large, such as weights, need not be in memory once more. */
export type Pieces = readonly Uint8Array[];

export interface Encoded {
  /** The file. */
  readonly content: Pieces;
  readonly proof: ProofPlan;
  /** Files that belong to it, in the same folder. */
  readonly beside?: readonly { readonly name: string; readonly content: Pieces }[];
}

/**
 * Runs training examples through a file.
 * @returns the smallest and the largest number of each of the named values of its graph
 */
export type Calibrate = (
  file: Pieces,
  values: readonly string[],
) => Promise<Readonly<Record<string, { readonly low: number; readonly high: number }>>>;
