import type { DatasetContent } from '@shared/data/dataset';
import type { DatasetSpec } from '@shared/data/spec';
import type { TableInput } from '@shared/data/tables/inputs';
import type { Fill } from './preparing/fills';
import type { SplitRule } from './splitting';

/** Consecutive examples. Whoever receives it owns its arrays. */
export interface ExampleChunk {
  /** Values of the content's `inputDtype`, example after example. */
  readonly inputs: Uint8Array | Float32Array;
  /** A class index an example, or its values. */
  readonly targets: ArrayLike<number>;
}

/** Examples that come with a split of their own, not to be mixed with the others. */
export interface OwnSplits {
  /** Of the last examples, those of validation stand before those of the test. */
  readonly validation: number;
  readonly test: number;
}

/** Where examples stand, so that a person finds one again. */
export interface ExamplePlaces {
  /** With the file: `/data/t.csv, line 7`. */
  at(example: number): string;
  /** Among others: `line 7`. */
  brief(example: number): string;
  /** What can be done about a class that has one example only. */
  readonly remedyForOne: string;
}

/** What the examples turned out to be, where some of those announced were left out. */
export interface ReadExamples {
  /** Absent where their numbers are all that can be said. */
  readonly places?: ExamplePlaces;
  readonly examples: number;
  readonly own: OwnSplits;
  /** What a person should know of the reading, in sentences. */
  readonly remarks: readonly string[];
}

/** A data set opened: what it is, and its examples in their order, a bounded number at a time. */
export interface DatasetSource {
  readonly content: DatasetContent;
  readonly own?: OwnSplits;
  /** How many of the last examples are for training alone, whatever the shares; the rules of splitting do not see them. */
  readonly trainedOnly?: number;
  /** What a person should know of the reading, in sentences. */
  readonly remarks?: readonly string[];
  /** Inputs whose missing values are NaN until they are filled from the training split. */
  readonly fills?: readonly Fill[];
  /** How a table's columns become inputs; what is to be filled is not a number. */
  readonly tableInputs?: readonly TableInput[];
  /** The specification with everything said that was to be guessed; as it was given where absent. */
  readonly resolved?: DatasetSpec;
  /** Asked once all have come: then fewer may have come than were announced. */
  read?(): ReadExamples;
  /** @throws AppError `badDataset` where the files turn out to be damaged. */
  chunks(): AsyncIterable<ExampleChunk>;
  /** How examples are shared out, asked for once all have come; by shares where absent. */
  splitRule?(): SplitRule;
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
