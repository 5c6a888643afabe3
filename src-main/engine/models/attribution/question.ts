import type { PreparedDataset } from '@shared/data/prepared';
import type { Prediction } from '@shared/exporting/predictions/prediction';

/** An example, and the model that is asked what moved its answer to it. */
export interface AttributionQuestion {
  /** As the data set stores it. */
  readonly given: Float32Array;
  readonly dataset: PreparedDataset;
  /** Rows and columns of an image; steps, or inputs, of anything else. */
  readonly places: readonly number[];
  /** What the model answers to the example. */
  readonly before: Prediction;
  /** What it answers to others, which stand one after another. */
  readonly ask: (examples: Float32Array, count: number) => Promise<Prediction[]>;
}

/** What each place did: above 0 it spoke for the answer. */
export interface Attributed {
  /** What the effects are parts of, of the example as it is. */
  readonly score: number;
  /** In the places' order. */
  readonly effects: readonly number[];
}

export type Attribute = (question: AttributionQuestion) => Promise<Attributed>;

/** Examples that are asked about at once. */
export const examplesAtOnce = 64;

/** How many values stand at one place: an image's channels. */
export function valuesAtPlace({ inputShape }: PreparedDataset): number {
  return inputShape.length === 1 ? 1 : (inputShape.at(-1) ?? 1);
}
