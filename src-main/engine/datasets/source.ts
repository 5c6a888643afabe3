import type { DatasetContent } from '@shared/data/dataset';

/** Consecutive examples. Whoever receives it owns its arrays. */
export interface ExampleChunk {
  /** Values of the content's `inputDtype`, example after example. */
  readonly inputs: Uint8Array | Float32Array;
  /** A class index or a value an example. */
  readonly targets: ArrayLike<number>;
}

/** A data set opened: what it is, and its examples in their order, a bounded number at a time. */
export interface DatasetSource {
  readonly content: DatasetContent;
  /** How many of the last examples are a test set of their own, not to be mixed with the others. */
  readonly ownTestExamples: number;
  /** @throws AppError `badDataset` where the files turn out to be damaged. */
  chunks(): AsyncIterable<ExampleChunk>;
}

/** Knows one format of files. */
export interface DatasetReader<Spec> {
  /**
   * The files that decide the content, cheaply, without opening them.
   * @throws AppError `badDataset` where one is missing.
   */
  files(spec: Spec): Promise<readonly string[]>;
  /** Reads what must be known beforehand: headers, types of columns. */
  open(spec: Spec, files: readonly string[], signal: AbortSignal | undefined): Promise<DatasetSource>;
}
