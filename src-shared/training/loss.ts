import type { LossCode } from '../frameworks/trainingCode';
import type { DatasetTask } from '../catalogue/task';
import type { Definition } from '../catalogue/definition';
import type { Ops } from '../ops/ops';
import type { Shape } from '../ops/shape';

/**
 * What the network's output is compared with. Classification: class indices, int32 [batch].
 * Regression: float32 [batch, values].
 */
export interface LossInputs<T> {
  readonly output: T;
  readonly target: T;
  readonly task: DatasetTask;
  /** Number of classes; 0 for regression. */
  readonly classes: number;
}

/** What is wrong between a loss and an output, and what to do about it. */
export interface Misfit {
  readonly message: string;
  readonly remedy: string;
  /** The number of outputs that would fit, where nothing else is wrong. */
  readonly outputs?: number;
}

/** What the network's advice goes by. Whatever is absent is not so. */
export interface LossTraits {
  /** It takes scores of any size and sign, as the last layer gives them. */
  readonly takesScores?: boolean;
  /** The kind of layer whose function the loss applies to the output itself. */
  readonly appliesActivation?: string;
}

/** A loss on a batch. One file defines it; the catalogue lists it. */
export interface LossDefinition<P extends object = object> extends Definition<P> {
  /** How it is written in Keras, PyTorch and tfjs. */
  readonly code: LossCode<P>;
  /** The score above which a single output means class 1. */
  readonly threshold: number;
  readonly traits?: LossTraits;
  /** Null where the loss fits; otherwise what does not, in words, with what to do. */
  misfit(parameters: P, output: Shape, task: DatasetTask, classes: number): Misfit | null;
  /**
   * The outputs that a network would best give for every example alike, not knowing which it is.
   * @param means of the targets over the training split: each class's share (of class 1, where it is the only output),
   *   or the means of the values. They are taken where a loss says nothing else.
   */
  constantOutput?(means: readonly number[], parameters: P): readonly number[];
  /** The loss of each example, float32 [batch]. */
  perExample<T>(ops: Ops<T>, inputs: LossInputs<T>, parameters: P): T;
}

/** With its parameters' type forgotten, as the catalogue holds it: what takes them is a method, as in `AnyLayerDefinition`. */
export type AnyLossDefinition = LossDefinition<object>;

export function defineLoss<P extends object>(definition: LossDefinition<P>): LossDefinition<P> {
  return definition;
}
