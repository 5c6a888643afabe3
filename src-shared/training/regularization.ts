import type { LayerSpec } from '../network/spec';
import type { Ops } from '../ops/ops';
import type { TrainingConfig } from './config';

/** What holds one layer's weights down. Zero and null: nothing. */
export interface Regularization {
  readonly l1: number;
  readonly l2: number;
  readonly maxNorm: number | null;
}

/** A layer's regularization: its own where it sets one, otherwise the whole network's. */
export function regularizationOf(
  layer: Pick<LayerSpec, 'regularization'>,
  config: TrainingConfig,
): Regularization {
  const own = layer.regularization;
  return {
    l1: own?.l1 ?? config.l1,
    l2: own?.l2 ?? config.l2,
    maxNorm: own?.maxNorm ?? config.maxNorm ?? null,
  };
}

/** Numerical floor under a norm, so that a unit whose weights are all zero stays as it is. */
const smallestNorm = 1e-12;

/**
 * The penalty of one weight tensor, a scalar: λ₁‖W‖₁ + ½λ₂‖W‖². Null where there is none.
 * Source: CS231n, Neural Networks Part 2: Regularization.
 */
function penaltyOfWeight<T>(ops: Ops<T>, weight: T, { l1, l2 }: Regularization): T | null {
  const axes = ops.shapeOf(weight).map((_, axis) => axis);
  const absolute = l1 === 0 ? null : ops.multiply(ops.sum(ops.abs(weight), axes), ops.constant(l1));
  const squared = l2 === 0 ? null : ops.multiply(ops.sum(ops.square(weight), axes), ops.constant(l2 / 2));
  return absolute !== null && squared !== null ? ops.add(absolute, squared) : (absolute ?? squared);
}

/** The penalties of all given weights together, a scalar; null where nothing is penalized. */
export function penaltyOf<T>(
  ops: Ops<T>,
  weights: readonly { readonly weight: T; readonly regularization: Regularization }[],
): T | null {
  let total: T | null = null;
  for (const { weight, regularization } of weights) {
    const penalty = penaltyOfWeight(ops, weight, regularization);
    if (penalty !== null) total = total === null ? penalty : ops.add(total, penalty);
  }
  return total;
}

/**
 * Scales the weights into each unit (all axes but the last) down to norm `maxNorm` where they exceed it.
 * Source: Srivastava et al. 2014, section 5.1; CS231n, Neural Networks Part 2: Max norm constraints.
 */
export function constrainMaxNorm<T>(ops: Ops<T>, kernel: T, maxNorm: number): T {
  const axes = ops
    .shapeOf(kernel)
    .slice(0, -1)
    .map((_, axis) => axis);
  const norm = ops.sqrt(ops.sum(ops.square(kernel), axes, true));
  const allowed = ops.minimum(norm, ops.constant(maxNorm));
  return ops.multiply(kernel, ops.divide(allowed, ops.maximum(norm, ops.constant(smallestNorm))));
}
