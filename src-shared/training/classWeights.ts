import { z } from 'zod';
import type { Ops } from '../ops/ops';

/**
 * How much an example counts in the training loss, by its class. `balanced`: each class as much as any other, N/(C·n)
 * for a class with n of N examples (scikit-learn's `class_weight`). A list has one weight a class, in their order.
 */
export const classWeightsSchema = z
  .union([z.enum(['none', 'balanced']), z.array(z.number().min(0).max(1e6)).min(2)])
  .default('none');
export type ClassWeights = z.infer<typeof classWeightsSchema>;

/**
 * The weight of each class, or null where all count the same.
 * @param counts how many training examples each class has; a class without any has the weight 0, which nothing meets.
 */
export function weightsOfClasses(setting: ClassWeights, counts: readonly number[]): readonly number[] | null {
  if (setting === 'none' || counts.length === 0) return null;
  if (setting !== 'balanced') return setting;
  const examples = counts.reduce((sum, count) => sum + count, 0);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : examples / (present * count)));
}

/** The losses of a batch [batch], each times the weight of its example's class; the mean over the batch stays as it is. */
export function weighLosses<T>(ops: Ops<T>, losses: T, target: T, weights: readonly number[] | null): T {
  if (weights === null) return losses;
  const ofExample = ops.sum(ops.multiply(ops.oneHot(target, weights.length), ops.constant(weights)), [-1]);
  return ops.multiply(losses, ofExample);
}
