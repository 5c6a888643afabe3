import type { Tensor } from '@tensorflow/tfjs';
import type { TrainableWeight } from './state';
import type { TensorFlow } from './tensorflow';

/** The derivative of loss and penalty by one weight. */
export interface Gradient {
  readonly weight: TrainableWeight;
  readonly value: Tensor;
}

/** The norm of all gradients as one vector, a scalar. */
export function globalNorm(tf: TensorFlow, gradients: readonly Gradient[]): Tensor {
  const squares = gradients.map(({ value }) => tf.sum(tf.square(value)));
  return tf.sqrt(tf.addN([tf.scalar(0), ...squares]));
}

/** Scales all gradients down together where their norm exceeds the limit (Pascanu et al. 2013). */
export function clip(
  tf: TensorFlow,
  gradients: readonly Gradient[],
  norm: Tensor,
  clipNorm: number | undefined,
): readonly Gradient[] {
  if (clipNorm === undefined) return gradients;
  const factor = tf.div(tf.scalar(clipNorm), tf.maximum(norm, clipNorm));
  return gradients.map(({ weight, value }) => ({ weight, value: tf.mul(value, factor) }));
}
