import { inputOf, runByRun, same, type BatchingRule } from './batching';

/** Sizes and seed pair. Machine code has one draw for all runs, with a pair for each; TensorFlow's kernels take one pair. */
export const draws: BatchingRule = (context) => {
  if (context.ops.trace.borders !== 'closed') return runByRun(context);
  return same(context, [inputOf(context, 0).tensor, inputOf(context, 1).tensor]);
};
