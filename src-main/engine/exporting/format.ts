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

export interface ExportOptions {
  readonly opset: number;
}

/** A file format that trained networks are exported to. One file defines it; the catalogue lists it. */
export interface ExportFormat {
  readonly kind: string;
  readonly extension: string;
  /**
   * The file's bytes. The exported network takes examples as the data set stores them and scales them itself.
   * @throws AppError `exportFailed` for what the format cannot express.
   */
  encode(trained: TrainedNetwork, options: ExportOptions): Uint8Array;
}
