import type { Ops } from '../../ops/ops';
import type { LossInputs } from '../loss';

/** Whether the network answers with one number per example: class 1 against class 0, or one value. */
export function hasOneOutput<T>(ops: Ops<T>, output: T): boolean {
  return ops.shapeOf(output).at(-1) === 1;
}

/** The target as numbers in the output's shape: regression values, 0 or 1 for one output, else one-hot. */
export function numericTarget<T>(ops: Ops<T>, { output, target, task, classes }: LossInputs<T>): T {
  if (task === 'regression') return target;
  if (hasOneOutput(ops, output)) return ops.reshape(ops.cast(target, 'float32'), [null, 1]);
  return ops.oneHot(target, classes);
}

/** Class 0 as −1 and class 1 as +1, float32 [batch, 1]. */
export function signedTarget<T>(ops: Ops<T>, inputs: LossInputs<T>): T {
  return ops.subtract(ops.multiply(numericTarget(ops, inputs), ops.constant(2)), ops.constant(1));
}

/**
 * The class that is answered, int32 [batch]: the largest of several outputs, or class 1 where the only output is above
 * `threshold`.
 */
export function answeredClass<T>(ops: Ops<T>, output: T, threshold: number): T {
  return hasOneOutput(ops, output)
    ? ops.cast(ops.reshape(ops.greater(output, ops.constant(threshold)), [null]), 'int32')
    : ops.argMax(output);
}

/** A class that the training split lacks is held for rare, not for impossible: nothing is infinite. */
export function logOfShare(share: number): number {
  return Math.log(Math.max(share, 1e-7));
}
